/* The time line and the map, by ECharts; the tables beside them say the same. */
(function () {
  "use strict";
  const INK = "#1d2b29", QUIET = "#50605d", LINE = "#e3e9e7";
  const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';
  const read = (key) => JSON.parse(document.getElementById(key).textContent);
  const text = { fontFamily: FONT, color: INK };

  function library() {
    if (window.echarts) return Promise.resolve();
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = document.body.dataset.echarts;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }
  function open(canvas) {
    canvas.hidden = false;
    const chart = window.echarts.init(canvas);
    window.addEventListener("resize", () => chart.resize());
    return chart;
  }

  /* Time line: a row for each project, a line from its first dot to its last */
  const KINDS = {
    done: ["已到节点", "circle", "#1b6a3d", 11],
    due: ["计划", "diamond", "#1c5a8e", 13],
    late: ["逾期", "rect", "#b0261e", 11],
    kept: ["已完成的计划", "emptyCircle", "#8b9995", 9],
  };
  function schedule(canvas) {
    const data = read(canvas.dataset.schedule);
    const points = (kind) => data.lines.flatMap((line, row) =>
      line.dots.filter((dot) => dot.kind === kind)
        .map((dot) => ({ value: [dot.day, row], name: dot.day + " " + dot.words })));
    const spans = data.lines.map((line, row) => ({
      type: "line", symbol: "none", silent: true, z: 1,
      lineStyle: { color: "#b9c4c1", width: 2 },
      data: line.dots.length ? [[line.dots[0].day, row], [line.dots[line.dots.length - 1].day, row]] : [],
    }));
    const dots = Object.keys(KINDS).map((kind) => ({
      type: "scatter", name: KINDS[kind][0], symbol: KINDS[kind][1], symbolSize: KINDS[kind][3], z: 3,
      itemStyle: { color: KINDS[kind][2] }, data: points(kind),
    }));
    const today = { symbol: "none", silent: true, lineStyle: { color: "#c98a1b", type: "solid" },
      label: { formatter: "今天", color: "#775000" }, data: [{ xAxis: data.today }] };
    if (data.today >= data.first && data.today <= data.last) dots[0].markLine = today;
    open(canvas).setOption({
      animation: false,
      textStyle: text,
      tooltip: { trigger: "item", renderMode: "richText", confine: true, formatter: (point) => data.lines[point.value[1]].name + "\n" + point.name },
      grid: { left: 8, right: 24, top: 24, bottom: 8, containLabel: true },
      xAxis: { type: "time", min: data.first, max: data.last, splitLine: { show: true, lineStyle: { color: LINE } }, axisLabel: { color: QUIET } },
      yAxis: { type: "category", inverse: true, data: data.lines.map((line) => line.name), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: INK, width: 210, overflow: "truncate", interval: 0 } },
      series: spans.concat(dots),
    });
  }

  /* Map: each township in the shade of its projects; a click opens them */
  function map(canvas) {
    const places = read(canvas.dataset.map).places;
    fetch(canvas.dataset.boundaries, { credentials: "same-origin" }).then((reply) => reply.json()).then((outlines) => {
      window.echarts.registerMap("county", outlines);
      const chart = open(canvas);
      const at = (point) => point.data && point.data.place;
      const say = { count: (each) => each.count + " 项", wan: (each) => each.wan.toLocaleString("zh-CN", { maximumFractionDigits: 0 }) + " 万元" };
      function show(measure) {
        const most = Math.max(1, ...places.map((each) => each[measure]));
        chart.setOption({
          animation: false,
          textStyle: text,
          tooltip: { renderMode: "richText", confine: true, formatter: (point) => (at(point) ? at(point).name + "\n" + say.count(at(point)) + "，" + say.wan(at(point)) : point.name + "\n没有项目") },
          visualMap: { min: 0, max: most, left: 8, bottom: 8, itemHeight: 90, text: [say[measure]({ count: most, wan: most }), "0"], inRange: { color: ["#eef5f2", "#a9d0c5", "#62a893"] }, textStyle: { color: QUIET } },
          series: [{
            type: "map", map: "county", roam: false, nameProperty: "name", selectedMode: false,
            label: { show: true, color: INK, fontSize: 12, formatter: (point) => (at(point) ? point.name + "\n" + say[measure](at(point)) : point.name) },
            itemStyle: { areaColor: "#f4f6f5", borderColor: "#8b9995" },
            emphasis: { label: { color: INK }, itemStyle: { areaColor: "#f3d9a4" } },
            data: places.map((place) => ({ name: place.shape, value: place[measure], place: place })),
          }],
        });
      }
      chart.on("click", (point) => { if (at(point)) location.assign(at(point).url); });
      const buttons = Array.from(document.querySelectorAll(".map-switch [data-measure]"));
      buttons.forEach((button) => button.addEventListener("click", () => {
        buttons.forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
        show(button.dataset.measure);
      }));
      document.querySelectorAll(".map-switch").forEach((each) => { each.hidden = false; });
      show("count");
    }).catch(() => {});
  }

  document.addEventListener("DOMContentLoaded", () => {
    const lines = document.querySelectorAll("[data-schedule]"), maps = document.querySelectorAll("[data-map]");
    if (!lines.length && !maps.length) return;
    library().then(() => { lines.forEach((each) => { if (each.closest("figure").offsetParent && window.innerWidth > 640) schedule(each); }); maps.forEach(map); }).catch(() => {});
  });
})();
