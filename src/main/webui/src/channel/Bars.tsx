import { useWords } from '../i18n';

const WIDTH = 480;
const HEIGHT = 120;

/** One figure over time; the same numbers are there as a table for those who do not see the bars. */
export function Bars({ title, points, danger = false }: { title: string; points: readonly { label: string; value: number }[]; danger?: boolean }) {
  const { t, number } = useWords();
  const highest = Math.max(0, ...points.map((point) => point.value));
  const step = WIDTH / Math.max(1, points.length);
  return (
    <figure className="panel chart">
      <figcaption className="row">
        <span className="grow">{title}</span>
        <span className="soft">{t('statistics.highest', { n: highest })}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" className={danger ? 'bars danger' : 'bars'}>
        {points.map((point, index) => {
          const height = (point.value / Math.max(1, highest)) * (HEIGHT - 4);
          return (
            <rect key={point.label} x={index * step + step * 0.12} width={step * 0.76} y={HEIGHT - Math.max(1, height)} height={Math.max(1, height)} rx="2">
              <title>{`${point.label}: ${number(point.value)}`}</title>
            </rect>
          );
        })}
      </svg>
      <table className="hidden-text">
        <caption>{title}</caption>
        <tbody>
          {points.map((point) => (
            <tr key={point.label}>
              <th scope="row">{point.label}</th>
              <td>{number(point.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
