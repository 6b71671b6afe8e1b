// Filtering, and opening what a cell of the matrix points at. The page is whole without it.
(() => {
  const form = document.getElementById("filter");
  const text = document.getElementById("text");
  const verdict = document.getElementById("verdict");
  const count = document.getElementById("count");
  const places = [...document.querySelectorAll(".place")];
  const items = places.map((place) =>
    [...place.querySelectorAll("li[data-verdict]")].map((item) => ({
      item,
      text: item.querySelector("summary").textContent.toLowerCase(),
      verdict: item.dataset.verdict,
    })),
  );
  form.hidden = false;
  const apply = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = verdict.value;
    const filtering = words.length > 0 || wanted !== "";
    let shown = 0;
    let all = 0;
    places.forEach((place, at) => {
      let here = 0;
      for (const one of items[at]) {
        const fits = (!wanted || one.verdict === wanted) && words.every((word) => one.text.includes(word));
        one.item.hidden = !fits;
        here += fits ? 1 : 0;
      }
      all += items[at].length;
      shown += here;
      place.hidden = here === 0;
      place.open = filtering ? here > 0 && (shown <= 200 || here <= 20) : false;
    });
    count.textContent = filtering ? `${shown} of ${all} rules` : `${all} rules`;
  };
  const open = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place?.matches("details")) return;
    if (place.closest("[hidden]")) {
      text.value = verdict.value = "";
      apply();
    }
    place.open = true;
    place.scrollIntoView({ block: "start" });
    place.querySelector("summary").focus({ preventScroll: true });
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  text.addEventListener("input", apply);
  verdict.addEventListener("change", apply);
  addEventListener("hashchange", open);
  document.getElementById("matrix").addEventListener("click", (event) => {
    // a second click on the same cell changes no address
    if (event.target.closest("a")?.hash === location.hash) open();
  });
  addEventListener("keydown", (event) => {
    const typing = /^(input|select|textarea)$/i.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      text.focus();
      text.select();
    } else if (event.key === "Escape" && event.target === text) {
      text.value = "";
      apply();
    }
  });
  apply();
  open();
})();
