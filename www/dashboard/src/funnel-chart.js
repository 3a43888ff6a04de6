/** The funnel as bars: how many reached each step, and the part of them that left there. */

import { BarChart } from './bar-chart.js';
import { count, number, percent, shortNumber } from './format.js';

/** Below this width the longest step names would touch. */
const NARROW_PX = 380;

/** Between a bar and the number above it. */
const LABEL_GAP_PX = 9;

/** Shows what `readFunnel` gives. */
export class FunnelChart extends BarChart {
  constructor(canvas) {
    super(canvas, NARROW_PX);
  }

  data({ colour }) {
    const { steps, worst } = this.read;
    return {
      labels: steps.map((step) => step.label),
      datasets: [
        bars('went on', steps.map((step) => step.wentOn), colour('--went-on')),
        bars('left here', steps.map((step) => step.left ?? 0), steps.map((step) => colour(step === worst ? '--worst' : '--left'))),
      ],
    };
  }

  options() {
    return {
      layout: { padding: { top: 26 } },
      scales: {
        x: { stacked: true, grid: { display: false }, border: {}, ticks: { autoSkip: false, maxRotation: 0 } },
        y: { stacked: true, display: false, beginAtZero: true },
      },
      plugins: {
        tooltip: {
          displayColors: false,
          callbacks: {
            title: ([bar]) => this.read.steps[bar.dataIndex].label,
            label: ({ datasetIndex, dataIndex }) => tooltipLine(this.read.steps[dataIndex], datasetIndex),
          },
        },
      },
    };
  }

  paint(options, ink) {
    super.paint(options, ink);
    options.scales.y.max = this.read.visits;
  }

  /** Writes each step's sessions above its bar, wherever the animation has it. */
  draw(chart, ink) {
    const { ctx, scales } = chart;
    const [wentOn, left] = [0, 1].map((index) => chart.getDatasetMeta(index).data);
    ctx.save();
    ctx.font = `600 15px ${ink.font}`;
    ctx.fillStyle = ink.text;
    ctx.textAlign = 'center';
    this.read.steps.forEach(({ sessions }, i) => {
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
