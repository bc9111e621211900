(() => {
  const root = document.documentElement;
  const map = document.getElementById("map");
  const picked = document.getElementById("picked");
  root.classList.add("js");
  const whole = map.viewBox.baseVal;
  const all = { x: 0, y: 0, w: whole.width, h: whole.height };
  let box = { ...all };

  const draw = () => {
    map.setAttribute("viewBox", [box.x, box.y, box.w, box.h].join(" "));
    const k = Math.max(box.w / (map.clientWidth || 1000), box.h / (map.clientHeight || 1000));
    map.style.setProperty("--k", k);
    map.classList.toggle("far", k > 17);
    map.style.touchAction = box.w < all.w ? "none" : "pan-y";
  };
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const zoom = (factor, cx = box.x + box.w / 2, cy = box.y + box.h / 2) => {
    const w = clamp(box.w * factor, all.w / 60, all.w);
    const h = (w * all.h) / all.w;
    box = { w, h, x: cx - ((cx - box.x) * w) / box.w, y: cy - ((cy - box.y) * h) / box.h };
    keep();
  };
  const keep = () => {
    box.x = clamp(box.x, 0, all.w - box.w);
    box.y = clamp(box.y, 0, all.h - box.h);
    draw();
  };
  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY);
    return point.matrixTransform(map.getScreenCTM().inverse());
  };

  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const p = at(event);
    zoom(Math.exp(clamp(event.deltaY, -100, 100) / 250), p.x, p.y);
  }, { passive: false });
  map.addEventListener("dblclick", (event) => {
    event.preventDefault();
    const p = at(event);
    zoom(0.5, p.x, p.y);
  });
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "all") { box = { ...all }; draw(); }
      else zoom(button.dataset.zoom === "in" ? 0.6 : 1 / 0.6);
    });
  }

  const fingers = new Map();
  let moved = 0;
  map.addEventListener("pointerdown", (event) => {
    if (fingers.size === 0) moved = 0;
    fingers.set(event.pointerId, event);
  });
  map.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const others = [...fingers.values()].filter((other) => other.pointerId !== event.pointerId);
    moved += Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY);
    if (moved > 4 && !map.hasPointerCapture(event.pointerId)) map.setPointerCapture(event.pointerId);
    const now = at(event);
    if (others.length) {
      const gap = (one) => Math.hypot(one.clientX - others[0].clientX, one.clientY - others[0].clientY);
      zoom(gap(before) / Math.max(gap(event), 1), now.x, now.y);
    } else if (box.w < all.w) {
      const then = at(before);
      box.x += then.x - now.x;
      box.y += then.y - now.y;
      keep();
    }
    fingers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    map.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }

  const of = (r) => document.querySelectorAll(`[data-r="${r}"]`);
  let chosen = null;
  const light = (r) => {
    for (const hot of document.querySelectorAll(".hot")) hot.classList.remove("hot");
    if (r !== null) for (const part of of(r)) part.classList.add("hot");
    map.classList.toggle("focus", r !== null);
  };
  const choose = (r) => {
    chosen = chosen === r ? null : r;
    light(chosen);
    picked.replaceChildren();
    const round = chosen !== null && document.getElementById(`round-${chosen}`);
    if (!round) return;
    const head = document.createElement("h3");
    const cells = round.querySelectorAll("summary > span");
    head.append(...[...cells[0].childNodes].map((node) => node.cloneNode(true)));
    const more = document.createElement("small");
    more.textContent = [3, 4, 5, 8].map((cell) => cells[cell].textContent).join(" · ");
    head.append(more);
    picked.append(head, round.querySelector(".scroll").cloneNode(true));
  };
  const route = (event) => event.target.closest(".route, .legend li, .rows [data-r]");
  for (const area of document.querySelectorAll("#map, .legend ul, .rows")) {
    area.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse") return;
      const part = route(event);
      light(part ? part.dataset.r : chosen);
    });
    area.addEventListener("pointerleave", () => light(chosen));
    area.addEventListener("click", (event) => {
      if (event.target.matches("input") || moved > 4) { moved = 0; return; }
      const part = route(event);
      if (part) { event.preventDefault(); choose(part.dataset.r); }
      else if (area === map && chosen !== null) choose(chosen);
    });
  }

  const show = (item, on) => {
    item.querySelector("input").checked = on;
    map.querySelector(`.route[data-r="${item.dataset.r}"]`).classList.toggle("off", !on);
  };
  const items = [...document.querySelectorAll(".legend li")];
  for (const item of items) {
    item.querySelector("input").addEventListener("change", (event) => show(item, event.target.checked));
  }
  for (const button of document.querySelectorAll("[data-show]")) {
    button.addEventListener("click", () => items.forEach((item) => show(item, button.dataset.show === "1")));
  }
  addEventListener("resize", draw);
  addEventListener("beforeprint", () => { box = { ...all }; draw(); });
  draw();
})();
