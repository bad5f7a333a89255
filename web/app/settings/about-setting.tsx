import { Link } from '@tanstack/react-router';
import { protocolVersion } from '../../../shared/protocol/version.ts';
import { useAbout } from '../../remote/query.ts';
import { useDevice } from '../../store/live.ts';

/** Which server this is and which browser, for whoever has to compare them. */
export function AboutSetting() {
  const about = useAbout().data;
  const device = useDevice();
  const facts: readonly (readonly [string, string])[] = [
    ['Server', `${location.host}, ${about === undefined ? 'not answered yet' : `version ${about.version}`}`],
    ['This app', `build ${__BUILD__}, protocol ${protocolVersion}`],
    ['This device', device ?? 'not named yet'],
  ];
  return (
    <section className="setting" aria-labelledby="about-title">
      <h2 id="about-title">About</h2>
      <dl className="setting-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>
        <Link to="/statistics">Statistics: how many jobs it did, and how long they took</Link>
      </p>
    </section>
  );
}
