import { useId, useState } from 'react';
import { pricesAsOf } from '../../../shared/recipes/prices.ts';
import { useSpending } from '../../remote/query.ts';
import { dollarsInWords, moneyInWords, monthInWords } from '../money-words.ts';
import { counted } from '../numbers.ts';
import { DefaultFoot } from './setting-parts.tsx';
import { useSetting } from './use-setting.ts';

/** What this month cost so far, and the most that it may cost. */
export function SpendingSetting() {
  const setting = useSetting('monthlyCap', (value) => ({ monthlyCap: value }));
  const spent = useSpending().data;
  const cap = setting.value;
  return (
    <section className="setting" id="spending" aria-labelledby="spending-title">
      <h2 id="spending-title">Spending</h2>
      {spent === undefined ? (
        <p>The server has not answered yet, so it is not known what this month cost.</p>
      ) : (
        <>
          <p className="spent">
            {moneyInWords(spent.micros)}
            {cap === null ? '' : ` of ${dollarsInWords(cap)}`} used in {monthInWords(spent.month)}.
          </p>
          {cap !== null && cap > 0 && (
            <meter
              className="spent-meter"
              aria-label="Used of the monthly cap"
              min={0}
              max={cap}
              value={Math.min(cap, spent.micros / 1_000_000)}
            />
          )}
          {spent.unpriced > 0 && (
            <p className="note">{counted(spent.unpriced, 'call')} of models without a known price are not counted in.</p>
          )}
        </>
      )}
      <CapField cap={cap} onCap={setting.choose} />
      <DefaultFoot name="Monthly cap" standard="no cap" setting={setting} />
      <p className="note">
        Once the cap is reached no new text begins until you raise it or the next month begins, by UTC; what is being written is
        finished. The demo model is free. Prices are Anthropic’s, as of {dayInWords(pricesAsOf)}; your invoice may differ.
      </p>
    </section>
  );
}

type CapFieldProps = { readonly cap: number | null; readonly onCap: (cap: number | null) => void };

/** Takes an amount when the person leaves the field or presses Enter; an empty one means no cap. */
function CapField({ cap, onCap }: CapFieldProps) {
  const id = useId();
  const stored = cap === null ? '' : String(cap);
  /** What is typed and not taken yet: a stored amount that is read only now does not overwrite it. */
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const text = typed ?? stored;
  const take = () => {
    const amount = amountIn(text);
    setWrong(amount === undefined);
    if (amount === undefined) return;
    if (amount !== cap) onCap(amount);
    setTyped(null);
  };
  return (
    <form
      className="setting-field"
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <label htmlFor={id}>Monthly cap in dollars</label>
      <input
        id={id}
        className="select amount"
        inputMode="decimal"
        autoComplete="off"
        placeholder="No cap"
        maxLength={12}
        value={text}
        aria-invalid={isWrong}
        aria-describedby={`${id}-wrong`}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
      />
      <p id={`${id}-wrong`} className="field-wrong" role="status">
        {isWrong ? 'This is not an amount. Write it in dollars, such as 20 or 12.50, or leave it empty.' : ''}
      </p>
    </form>
  );
}

/** Null for no cap; undefined for what is no amount. */
function amountIn(text: string): number | null | undefined {
  const plain = text.trim().replace(/^\$/, '').replace(',', '.');
  if (plain === '') return null;
  const amount = Number(plain);
  return /^\d+(\.\d{1,2})?$/.test(plain) && amount <= 1_000_000 ? amount : undefined;
}

const dayInWords = (day: string): string =>
  new Date(day).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
