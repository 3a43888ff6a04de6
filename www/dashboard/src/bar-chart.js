/** A bar chart in the dashboard's looks, which follows light and dark. */

import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

const STILL = matchMedia('(prefers-reduced-motion: reduce)');
const DARK = matchMedia('(prefers-color-scheme: dark)');

/** What becomes of `read` is up to the kind of chart: its `data`, its `options`, and what it `draw`s over the bars. */
export class BarChart {
  /** What is shown; nothing before there is something. */
  read = null;
  #canvas;
  #narrowPx;
  #chart = null;

  /** Below a width of `narrowPx` the letters are smaller. */
  constructor(canvas, narrowPx) {
    this.#canvas = canvas;
    this.#narrowPx = narrowPx;
    DARK.addEventListener('change', () => this.read && this.show(this.read));
  }

  /** Shows `read`, in place of what was shown before. */
  show(read) {
    this.read = read;
    const data = this.data(this.ink());
    if (this.#chart) {
      this.#chart.data = data;
      this.paint(this.#chart.options, this.ink());
      this.#chart.update();
      return;
    }
    const options = {
      maintainAspectRatio: false,
      animation: STILL.matches ? false : { duration: 350 },
      interaction: { mode: 'index', intersect: false },
      ...this.options(),
    };
    this.paint(options, this.ink());
    const plugins = [{ id: 'over', afterDatasetsDraw: (chart) => this.draw(chart, this.ink()) }];
    this.#chart = new Chart(this.#canvas, { type: 'bar', data, options, plugins });
  }

  /** Fills in what changes with light and dark. */
  paint({ scales, plugins }, ink) {
    const font = ({ chart }) => ({ family: ink.font, size: chart.width < this.#narrowPx ? 11 : 13 });
    for (const { ticks } of Object.values(scales)) if (ticks) Object.assign(ticks, { color: ink.text, font });
    Object.assign(scales.x.border, { color: ink.line });
    Object.assign(plugins.tooltip, {
      backgroundColor: ink.text,
      titleColor: ink.card,
      bodyColor: ink.card,
      titleFont: { family: ink.font },
      bodyFont: { family: ink.font },
      padding: 10,
    });
  }

  /** The style sheet's colours and letters. */
  ink() {
    const style = getComputedStyle(this.#canvas);
    const colour = (name) => style.getPropertyValue(name).trim();
    return { colour, text: colour('--ink'), card: colour('--card'), line: colour('--line'), font: style.fontFamily };
  }
}
