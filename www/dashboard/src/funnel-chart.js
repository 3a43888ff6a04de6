/** The funnel as bars: how many reached each step, and the part of them that left there. */

import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js';
import { count, number, percent, shortNumber } from './format.js';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/** Below this width the longest step names would touch. */
const NARROW_PX = 380;

/** Between a bar and the number above it. */
const LABEL_GAP_PX = 9;

const STILL = matchMedia('(prefers-reduced-motion: reduce)');
const DARK = matchMedia('(prefers-color-scheme: dark)');

export class FunnelChart {
  #canvas;
  #chart = null;
  #funnel = null;

  constructor(canvas) {
    this.#canvas = canvas;
    DARK.addEventListener('change', () => this.#funnel && this.show(this.#funnel));
  }

  /** Shows what `readFunnel` gives. */
  show(funnel) {
    this.#funnel = funnel;
    const { steps, worst } = funnel;
    const ink = palette(this.#canvas);
    const data = {
      labels: steps.map((step) => step.label),
      datasets: [
        bars('went on', steps.map((step) => step.wentOn), ink.wentOn),
        bars('left here', steps.map((step) => step.left ?? 0), steps.map((step) => (step === worst ? ink.worst : ink.left))),
      ],
    };
    if (this.#chart) {
      this.#chart.data = data;
      paint(this.#chart.options, funnel, ink);
      this.#chart.update();
    } else {
      this.#chart = new Chart(this.#canvas, {
        type: 'bar',
        data,
        options: paint(this.#options(), funnel, ink),
        plugins: [{ id: 'totals', afterDatasetsDraw: (chart) => this.#drawTotals(chart) }],
      });
    }
  }

  #options() {
    return {
      maintainAspectRatio: false,
      animation: STILL.matches ? false : { duration: 350 },
      layout: { padding: { top: 26 } },
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: { stacked: true, grid: { display: false }, border: {}, ticks: { autoSkip: false, maxRotation: 0 } },
        y: { stacked: true, display: false, beginAtZero: true },
      },
      plugins: {
        tooltip: {
          displayColors: false,
          callbacks: {
            title: ([bar]) => this.#funnel.steps[bar.dataIndex].label,
            label: ({ datasetIndex, dataIndex }) => tooltipLine(this.#funnel.steps[dataIndex], datasetIndex),
          },
        },
      },
    };
  }

  /** Writes each step's sessions above its bar, wherever the animation has it. */
  #drawTotals(chart) {
    const { ctx, scales } = chart;
    const [wentOn, left] = [0, 1].map((index) => chart.getDatasetMeta(index).data);
    const ink = palette(this.#canvas);
    ctx.save();
    ctx.font = `600 15px ${ink.font}`;
    ctx.fillStyle = ink.text;
    ctx.textAlign = 'center';
    this.#funnel.steps.forEach(({ sessions }, i) => {
      const top = Math.min(wentOn[i].y, left[i].y);
      ctx.fillText(shortNumber(sessions), scales.x.getPixelForValue(i), top - LABEL_GAP_PX);
    });
    ctx.restore();
  }
}

const bars = (label, data, backgroundColor) => ({
  label,
  data,
  backgroundColor,
  borderRadius: 3,
  borderSkipped: false,
  categoryPercentage: 0.86,
  barPercentage: 0.9,
  maxBarThickness: 110,
});

function tooltipLine(step, datasetIndex) {
  if (datasetIndex === 0) return `${count(step.sessions, 'session', 'sessions')} (${percent(step.share)} of visits)`;
  return step.left === null ? '' : `${number(step.left)} left here (${percent(step.leftShare)})`;
}

/** Fills in what changes with the figures and with light and dark. */
function paint(options, { visits }, ink) {
  const { ticks, border } = options.scales.x;
  const font = ({ chart }) => ({ family: ink.font, size: chart.width < NARROW_PX ? 11 : 13 });
  Object.assign(ticks, { color: ink.text, font });
  Object.assign(border, { color: ink.line });
  options.scales.y.max = visits;
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
    card: colour('--card'),
    line: colour('--line'),
    wentOn: colour('--went-on'),
    left: colour('--left'),
    worst: colour('--worst'),
    font: style.fontFamily,
  };
}
