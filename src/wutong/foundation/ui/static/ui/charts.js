/* Charts from the JSON beside them, by ECharts; the table twin folds away once one is drawn. */
(function () {
  "use strict";
  const wutong = (window.wutong = window.wutong || {});
  const COLOURS = ["#12695a", "#c98a1b", "#3b78a8", "#8a5a9e", "#b5533c", "#6b8f3a"];
  const INK = "#1d2b29", QUIET = "#50605d", LINE = "#e3e9e7";
  const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
  const short = (value) => (value == null ? "—" : Number(value).toLocaleString("zh-CN", { maximumFractionDigits: 2 }));

  function base(data) {
    return {
      color: COLOURS,
      animation: false,
      aria: { enabled: false },
      textStyle: { fontFamily: FONT, color: INK },
      /* richText: the HTML tooltip writes style attributes, which the CSP refuses */
      tooltip: {
        trigger: data.kind === "pie" ? "item" : "axis",
        renderMode: "richText",
        confine: true,
        valueFormatter: (value) => short(value) + (data.unit || ""),
        axisPointer: { type: data.kind === "line" ? "line" : "shadow" },
      },
      legend: data.series.length > 1 || data.kind === "pie"
        ? { top: 0, right: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: QUIET } }
        : undefined,
      grid: { left: 8, right: 24, top: data.series.length > 1 ? 36 : 20, bottom: 4, containLabel: true },
    };
  }
  function axes(data) {
    const names = {
      type: "category",
      data: data.labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: LINE } },
      axisLabel: { color: QUIET, width: 140, overflow: "truncate" },
    };
    const values = {
      type: "value",
      splitNumber: 4,
      splitLine: { lineStyle: { color: LINE } },
      axisLabel: { color: QUIET, formatter: short },
    };
    if (data.kind !== "rank") return { xAxis: names, yAxis: values };
    return { xAxis: values, yAxis: Object.assign(names, { inverse: true }) };
  }
  function series(data) {
    if (data.kind === "pie") {
      const values = data.series[0].values;
      return [{
        type: "pie", radius: ["45%", "72%"], center: ["50%", "56%"],
        label: { formatter: "{b} {d}%", color: INK },
        data: data.labels.map((name, index) => ({ name: name, value: values[index] })),
      }];
    }
    return data.series.map((each) => ({
      name: each.name,
      type: data.kind === "line" ? "line" : "bar",
      data: each.values.map((value) => (value == null ? null : Number(value))),
      barMaxWidth: 28,
      symbolSize: 6,
      label: { show: data.kind === "rank", position: "right", color: INK, formatter: (point) => short(point.value) },
    }));
  }
  function option(data) {
    const made = Object.assign(base(data), data.kind === "pie" ? {} : axes(data), { series: series(data) });
    return Object.assign(made, data.option);
  }

  function draw(figure) {
    const source = document.getElementById(figure.dataset.chart);
    const canvas = figure.querySelector(".chart-canvas");
    if (!source || !canvas || figure.chart) return;
    canvas.hidden = false;
    figure.chart = window.echarts.init(canvas);
    figure.chart.setOption(option(JSON.parse(source.textContent)));
    const twin = figure.querySelector(".chart-twin");
    if (twin) twin.open = false;
  }
  wutong.charts = (root, library) => {
    const figures = Array.from(root.querySelectorAll("figure[data-chart]"));
    if (!figures.length) return;
    library("echarts").then(() => figures.forEach(draw)).catch(() => {});
  };
  const drawn = () => Array.from(document.querySelectorAll("figure[data-chart]")).filter((each) => each.chart);
  window.addEventListener("resize", () => drawn().forEach((each) => each.chart.resize()));
  window.addEventListener("beforeprint", () => drawn().forEach((each) => each.chart.resize()));
})();
