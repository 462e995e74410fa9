/** One bar: what it is, how much, and how that is said. */
export interface Bar {
  name: string;
  value: number;
  said: string;
}

const ROW = 34;
const LABEL = 190;
const WIDTH = 640;
const SAID = 120;

/** Bars of a figure. Drawn by us: no library, and a table for readers of screens says the same. */
export const Bars = ({ title, bars, none }: { title: string; bars: readonly Bar[]; none: string }) => {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const height = bars.length * ROW;
  return (
    <figure class="card chart">
      <figcaption>{title}</figcaption>
      {bars.length === 0 ? (
        <p class="soft">{none}</p>
      ) : (
        <>
          <svg viewBox={`0 0 ${WIDTH} ${height}`} aria-hidden="true">
            {bars.map(({ name, value, said }, index) => {
              const width = ((WIDTH - LABEL - SAID) * value) / most;
              return (
                <g key={name} transform={`translate(0 ${index * ROW})`}>
                  <text x={LABEL - 12} y={22} class="bar-name" text-anchor="end">
                    {name}
                  </text>
                  <rect x={LABEL} y={6} width={Math.max(2, width)} height={ROW - 14} rx={4} />
                  <text x={LABEL + Math.max(2, width) + 10} y={22} class="bar-said">
                    {said}
                  </text>
                </g>
              );
            })}
          </svg>
          <table class="unseen">
            <caption>{title}</caption>
            <tbody>
              {bars.map(({ name, said }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{said}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </figure>
  );
};
