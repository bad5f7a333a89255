import { projectId } from '../../shared/kernel/brand.ts';
import type { Actions } from '../ports.ts';
import { type ActionDeps, act } from './act.ts';

/** What a person does with the folders of the library; deleting one is among the deletions. */
export const projectActions = (deps: ActionDeps): Pick<Actions, 'createProject' | 'renameProject'> => ({
  createProject: (name) =>
    act(deps, async ({ record }) => {
      const id = projectId(deps.newId());
      await record({ type: 'create-project', project: { id, name, createdAt: deps.clock.now() } });
      return id;
    }),
  renameProject: (id, name) => act(deps, ({ record }) => record({ type: 'rename-project', id, name })),
});
