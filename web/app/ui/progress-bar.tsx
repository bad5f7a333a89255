/** A slim bar; `percent` null: under way, nobody knows how far. */
export function ProgressBar({ label, percent }: { readonly label: string; readonly percent: number | null }) {
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
      data-unknown={percent === null}
    >
      <div className="progress-fill" style={percent === null ? undefined : { transform: `scaleX(${percent / 100})` }} />
    </div>
  );
}
