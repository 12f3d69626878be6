import Crypto

/// What the page of many sessions does beyond being read: it filters and sorts the list, chooses a time on the chart, and opens one
/// session. Without it everything stands there.
///
/// What a peer said is compared and never written: the script makes no element out of text. It holds no "less than" sign, so that
/// nothing in it can be taken for a tag. Its state stands behind the `#` of the address, so that a view can be shared.
enum HTMLScript {
  /// The policy's source for exactly this text between the tags of an element.
  static func source(of text: StaticString) -> String {
    "'sha256-\(CommunityID.base64(Array(SHA256.hash(data: Array(text.description.utf8)))))'"
  }

  static let text: StaticString = #"""
    (() => {
    "use strict";
    const get = id => document.getElementById(id);
    const list = get("list-table"), body = list.tBodies[0], heads = [...list.querySelectorAll("th")];
    const names = ["q", "cause", "outcome", "from", "to"];
    const fields = names.map(name => get("filter-" + name));
    const [q, cause, outcome, from, to] = fields;
    const told = [...document.querySelectorAll("details.session")];
    const chart = get("chart"), brush = get("brush");
    const rows = [...body.rows].map((row, place) => {
      const data = row.dataset, text = [...row.cells].map(cell => cell.textContent);
      return {row, place, text: text.join(" ").toLowerCase(), time: +data.time / 1e6, data,
        keys: [place, +data.time, text[2], text[3], +data.rank, text[5], +data.length]};
    });
    const order = new Intl.Collator("en", {numeric: true});
    const sorts = heads.map(head => head.dataset.sort);
    const seconds = field => field.value ? Date.parse(field.value + "Z") / 1000 : NaN;
    let column = 0, down = false, waiting = false;

    const sort = () => {
      const sign = down ? -1 : 1;
      rows.sort((a, b) => {
        const [x, y] = [a.keys[column], b.keys[column]];
        return sign * (typeof x === "number" ? x - y : order.compare(x, y)) || a.place - b.place;
      });
      body.append(...rows.map(entry => entry.row));
      heads.forEach((head, place) => {
        if (place === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
    };
    const filter = () => {
      const words = q.value.toLowerCase().split(/\s+/).filter(Boolean);
      const [start, end] = [seconds(from), seconds(to)];
      let count = 0;
      for (const {row, text, time, data} of rows) {
        const fits = words.every(word => text.includes(word)) && (!cause.value || data.cause === cause.value)
          && (!outcome.value || data.outcome === outcome.value || data.fate === outcome.value)
          && !(start > time) && !(time >= end);
        row.hidden = !fits;
        if (fits) count += 1;
      }
      get("shown").textContent = count + " of " + rows.length + (count ? "" : ": no session fits");
      draw(start, end);
    };
    const remember = () => {
      const state = new URLSearchParams();
      fields.forEach((field, place) => { if (field.value) state.set(names[place], field.value); });
      if (column || down) state.set("sort", (down ? "-" : "") + sorts[column]);
      const open = told.filter(session => session.open).map(session => session.id.slice(8));
      if (open.length) state.set("open", open.join(","));
      history.replaceState(null, "", "#" + state);
    };
    const changed = () => {
      if (waiting) return;
      waiting = true;
      setTimeout(() => { waiting = false; filter(); remember(); }, 20);
    };
    const fill = state => {
      fields.forEach((field, place) => { field.value = (state.get(names[place]) || "").replace(/Z$/, ""); });
    };
    const reveal = id => {
      const target = get(id);
      if (!target) return;
      if (target.tagName === "DETAILS") target.open = true;
      target.scrollIntoView();
    };
    const load = () => {
      const hash = location.hash.slice(1), state = new URLSearchParams(hash.includes("=") ? hash : "");
      fill(state);
      const wanted = state.get("sort") || sorts[0], place = sorts.indexOf(wanted.replace(/^-/, ""));
      column = Math.max(0, place);
      down = place >= 0 && wanted.startsWith("-");
      const open = (state.get("open") || "").split(",");
      told.forEach(session => { session.open = open.includes(session.id.slice(8)); });
      sort();
      filter();
      reveal(state.get("open") ? "session-" + open[0] : hash);
    };

    const {start: first, step, count} = chart ? chart.dataset : {};
    const clip = slice => Math.max(0, Math.min(count - 1, slice));
    const stamp = slice => new Date((+first + slice * step) * 1000).toISOString().slice(0, 19);
    const choose = (a, b) => {
      from.value = stamp(clip(Math.min(a, b)));
      to.value = stamp(clip(Math.max(a, b)) + 1);
      changed();
    };
    const range = () => {
      const [start, end] = [seconds(from), seconds(to)];
      return start + end ? [(start - first) / step, (end - first) / step - 1].map(Math.round).map(clip) : null;
    };
    const clearTime = () => { from.value = to.value = ""; changed(); };
    const draw = (start, end) => {
      if (!chart) return;
      const place = (time, other) => time === time ? Math.max(0, Math.min(count, (time - first) / step)) : other;
      const [a, b] = [place(start, 0), place(end, +count)];
      brush.setAttribute("x", 46 + a / count * 706);
      brush.setAttribute("width", start === start || end === end ? Math.max(1, (b - a) / count * 706) : 0);
    };
    const brushing = () => {
      const box = chart.parentElement;
      let anchor = null, was = null;
      const at = event => {
        const place = chart.getBoundingClientRect();
        return clip(Math.floor(((event.clientX - place.left) / place.width * 760 - 46) / 706 * count));
      };
      chart.addEventListener("pointerdown", event => {
        anchor = at(event);
        was = range();
        choose(anchor, anchor);
        chart.setPointerCapture(event.pointerId);
      });
      chart.addEventListener("pointermove", event => { if (anchor !== null) choose(anchor, at(event)); });
      chart.addEventListener("pointerup", event => {
        // A second click on the only slice gives it free.
        if (was && was[0] === was[1] && anchor === was[0] && at(event) === anchor) clearTime();
        anchor = null;
      });
      chart.addEventListener("pointercancel", () => { anchor = null; });
      box.setAttribute("aria-label", "Chart: arrow keys choose a time, with Shift they widen it, Escape gives it free");
      box.addEventListener("keydown", event => {
        const move = {ArrowLeft: -1, ArrowRight: 1}[event.key], now = range();
        if (event.key === "Escape") clearTime();
        if (!move) return;
        event.preventDefault();
        if (!now) choose(move > 0 ? 0 : count - 1, move > 0 ? 0 : count - 1);
        else if (event.shiftKey) choose(now[0], Math.max(now[0], now[1] + move));
        else choose(now[0] + move, now[1] + move);
      });
    };

    const button = (label, action) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = label;
      made.addEventListener("click", action);
      return made;
    };
    heads.forEach((head, place) => {
      const made = button(head.textContent, () => {
        down = place === column && !down;
        column = place;
        sort();
        remember();
      });
      head.replaceChildren(made);
    });
    for (const place of document.querySelectorAll("[data-show]")) {
      place.append(" ", button(place.tagName === "TD" ? "Show" : "Show in the list", () => {
        fill(new URLSearchParams(place.dataset.show));
        filter();
        remember();
        reveal("list");
      }));
    }
    fields.forEach(field => field.addEventListener("input", changed));
    get("clear").addEventListener("click", () => { fill(new URLSearchParams()); changed(); });
    document.addEventListener("click", event => {
      const link = event.target.closest("a[href^='#'], summary");
      if (!link) return;
      if (link.tagName === "A") {
        event.preventDefault();
        reveal(link.hash.slice(1));
      }
      setTimeout(remember);
    });
    addEventListener("hashchange", load);
    addEventListener("beforeprint", () => told.forEach(session => {
      session.dataset.was = session.open ? "open" : "";
      session.open = true;
    }));
    addEventListener("afterprint", () => told.forEach(session => { session.open = session.dataset.was === "open"; }));
    document.documentElement.classList.add("live");
    get("filter").hidden = false;
    if (chart) brushing();
    load();
    })();
    """#
}
