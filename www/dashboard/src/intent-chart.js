/** How right the detector's scores are: per tenth of the score the share that left, beside what the score promises. */

import { BarChart } from './bar-chart.js';
import { percent, shortNumber } from './format.js';
import { cellWords } from './intent.js';

/** Between the foot of a bar and the number in it, and how high a bar has to be for that. */
const LABEL_GAP_PX = 8;
const LABEL_PX = 22;

/** Below this width every second label would touch the next. */
const NARROW_PX = 420;

/** The colours of the groups, one after another. */
const COLOURS = ['--went-on', '--awareness', '--consideration', '--retention'];

/** Shows what `readCalibration` gives. */
export class IntentChart extends BarChart {
  constructor(canvas) {
    super(canvas, NARROW_PX);
  }

  data({ colour }) {
    const { bins, groups } = this.read;
    return {
      labels: bins.map(({ label }) => label),
      datasets: groups.map((group, at) => bars(group, colour(COLOURS[at % COLOURS.length]))),
    };
  }

  options() {
    return {
      layout: { padding: { top: 6 } },
      scales: {
        x: { grid: { display: false }, border: {}, ticks: { maxRotation: 0 }, title: { display: true, text: 'score' } },
        y: { min: 0, max: 1, border: { display: false }, grid: {}, ticks: { stepSize: 0.25, callback: (share) => percent(share) } },
      },
      plugins: {
        tooltip: {
          callbacks: {
            title: ([bar]) => `score ${bar.label}`,
            label: ({ datasetIndex, dataIndex }) => cellWords(this.read.groups[datasetIndex], dataIndex),
          },
        },
      },
    };
  }

  paint(options, ink) {
    super.paint(options, ink);
    const { x, y } = options.scales;
    for (const { grid } of [x, y]) Object.assign(grid, { color: ink.line });
    Object.assign(x.title, { color: ink.colour('--muted'), font: { family: ink.font, size: 12 } });
  }

  /** Writes the number of decisions at the foot of each bar, and marks the share that its score promises. */
  draw(chart, ink) {
    const { ctx, scales } = chart;
    ctx.save();
    ctx.font = `12px ${ink.font}`;
    ctx.textAlign = 'center';
    this.read.groups.forEach(({ cells }, group) => {
      chart.getDatasetMeta(group).data.forEach((bar, at) => {
        if (!cells[at]) return;
        const foot = scales.y.getPixelForValue(0);
        const hasRoom = foot - bar.y > LABEL_PX;
        ctx.fillStyle = hasRoom ? ink.card : ink.text;
        ctx.fillText(shortNumber(cells[at].decisions), bar.x, (hasRoom ? foot : bar.y) - LABEL_GAP_PX);
      });
    });
    ctx.strokeStyle = ink.colour('--worst');
    ctx.lineWidth = 3;
    const half = scales.x.width / this.read.bins.length / 2.4;
    this.read.bins.forEach(({ ideal }, at) => {
      const [x, y] = [scales.x.getPixelForValue(at), scales.y.getPixelForValue(ideal)];
      ctx.beginPath();
      ctx.moveTo(x - half, y);
      ctx.lineTo(x + half, y);
      ctx.stroke();
    });
    ctx.restore();
  }
}

const bars = ({ label, cells }, backgroundColor) => ({
  label,
  data: cells.map((cell) => cell && cell.left / cell.decisions),
  backgroundColor,
  borderRadius: 3,
  categoryPercentage: 0.8,
  barPercentage: 0.9,
  maxBarThickness: 64,
});
