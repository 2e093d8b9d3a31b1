(function () {
  "use strict";
  var all = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var zh = document.getElementById("in-zh");
  var shown = document.getElementById("shown");
  var filter = document.getElementById("filter");
  all(".tools").forEach(function (tools) { tools.hidden = false; });

  function language() {
    document.documentElement.lang = zh.checked ? "zh-CN" : "en";
    if (filter) { filter.placeholder = filter.getAttribute("aria-label").split(" / ")[zh.checked ? 0 : 1]; }
  }
  all("input[name=language]").forEach(function (input) { input.addEventListener("change", language); });
  language();

  // a link to a partner opens its section
  function open() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  }
  addEventListener("hashchange", open);
  open();

  [["open-all", true], ["close-all", false]].forEach(function (pair) {
    var button = document.getElementById(pair[0]);
    if (button) { button.addEventListener("click", function () { all("details.partner").forEach(function (one) { one.open = pair[1]; }); }); }
  });
  var closed = [];
  addEventListener("beforeprint", function () { closed = all("details:not([open])"); closed.forEach(function (one) { one.open = true; }); });
  addEventListener("afterprint", function () { closed.forEach(function (one) { one.open = false; }); });

  var table = document.querySelector("table.partners");
  if (!table) { return; }
  var body = table.tBodies[0];
  var rows = all("tr", body);
  function count() {
    var visible = rows.filter(function (row) { return !row.hidden; }).length;
    shown.textContent = visible + " / " + rows.length;
  }
  filter.addEventListener("input", function () {
    var words = filter.value.toLowerCase().split(/\s+/);
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
    });
    count();
  });
  count();
  all("thead th", table).forEach(function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    while (head.firstChild) { button.appendChild(head.firstChild); }
    head.appendChild(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") === "ascending" || (column > 2 && !head.hasAttribute("aria-sort"));
      all("th[aria-sort]", table).forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      var key = function (row) {
        var cell = row.cells[column];
        return cell.dataset.v === undefined ? cell.textContent : cell.dataset.v;
      };
      var numeric = rows.every(function (row) { return key(row) === "" || !isNaN(key(row)); });
      rows.sort(function (a, b) {
        var order = numeric ? key(a) - key(b) : key(a).localeCompare(key(b), document.documentElement.lang);
        return down ? -order : order;
      });
      rows.forEach(function (row) { body.appendChild(row); });
    });
  });
}());
