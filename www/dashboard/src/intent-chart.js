/** How right the detector's scores are: per tenth of the score the share that left, beside what the score promises. */

import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js';
import { percent, shortNumber } from './format.js';
import { cellWords } from './intent.js';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/** Between the foot of a bar and the number in it, and how high a bar has to be for that. */
const LABEL_GAP_PX = 8;
const LABEL_PX = 22;

/** Below this width every second label would touch the next. */
const NARROW_PX = 420;

const STILL = matchMedia('(prefers-reduced-motion: reduce)');
const DARK = matchMedia('(prefers-color-scheme: dark)');

export class IntentChart {
  #canvas;
  #chart = null;
  #read = null;

  constructor(canvas) {
    this.#canvas = canvas;
    DARK.addEventListener('change', () => this.#read && this.show(this.#read));
  }

  /** Shows what `readCalibration` gives. */
  show(read) {
    this.#read = read;
    const ink = palette(this.#canvas);
    const data = { labels: read.bins.map(({ label }) => label), datasets: read.groups.map((group, at) => bars(group, ink.bars[at % ink.bars.length])) };
    if (this.#chart) {
      this.#chart.data = data;
      paint(this.#chart.options, ink);
      this.#chart.update();
    } else {
      this.#chart = new Chart(this.#canvas, {
        type: 'bar',
        data,
        options: paint(this.#options(), ink),
        plugins: [{ id: 'promises', afterDatasetsDraw: (chart) => this.#draw(chart) }],
      });
    }
  }

  #options() {
    return {
      maintainAspectRatio: false,
      animation: STILL.matches ? false : { duration: 350 },
      layout: { padding: { top: 6 } },
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: { grid: { display: false }, border: {}, ticks: { maxRotation: 0 }, title: { display: true, text: 'score' } },
        y: { min: 0, max: 1, border: { display: false }, grid: {}, ticks: { stepSize: 0.25, callback: (share) => percent(share) } },
      },
      plugins: {
        tooltip: {
          callbacks: {
            title: ([bar]) => `score ${bar.label}`,
            label: ({ datasetIndex, dataIndex }) => cellWords(this.#read.groups[datasetIndex], dataIndex),
          },
        },
      },
    };
  }

  /** Writes the number of decisions at the foot of each bar, and marks the share that its score promises. */
  #draw(chart) {
    const { ctx, scales } = chart;
    const ink = palette(this.#canvas);
    ctx.save();
    ctx.font = `12px ${ink.font}`;
    ctx.textAlign = 'center';
    this.#read.groups.forEach(({ cells }, group) => {
      chart.getDatasetMeta(group).data.forEach((bar, at) => {
        if (!cells[at]) return;
        const foot = scales.y.getPixelForValue(0);
        const hasRoom = foot - bar.y > LABEL_PX;
        ctx.fillStyle = hasRoom ? ink.card : ink.text;
        ctx.fillText(shortNumber(cells[at].decisions), bar.x, (hasRoom ? foot : bar.y) - LABEL_GAP_PX);
      });
    });
    ctx.strokeStyle = ink.ideal;
    ctx.lineWidth = 3;
    const half = scales.x.width / this.#read.bins.length / 2.4;
    this.#read.bins.forEach(({ ideal }, at) => {
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

/** Fills in what changes with light and dark. */
function paint(options, ink) {
  const font = ({ chart }) => ({ family: ink.font, size: chart.width < NARROW_PX ? 11 : 13 });
  for (const scale of Object.values(options.scales)) {
    Object.assign(scale.ticks, { color: ink.text, font });
    Object.assign(scale.grid, { color: ink.line });
  }
  Object.assign(options.scales.x.border, { color: ink.line });
  Object.assign(options.scales.x.title, { color: ink.muted, font: { family: ink.font, size: 12 } });
  Object.assign(options.plugins.tooltip, {
    backgroundColor: ink.text,
    titleColor: ink.card,
    bodyColor: ink.card,
    titleFont: { family: ink.font },
    bodyFont: { family: ink.font },
    padding: 10,
  });
  return options;
}

/** The style sheet's colours, so that the chart follows light and dark. */
function palette(node) {
  const style = getComputedStyle(node);
  const colour = (name) => style.getPropertyValue(name).trim();
  return {
    text: colour('--ink'),
    muted: colour('--muted'),
    card: colour('--card'),
    line: colour('--line'),
    ideal: colour('--worst'),
    bars: ['--went-on', '--awareness', '--consideration', '--retention'].map(colour),
    font: style.fontFamily,
  };
}
