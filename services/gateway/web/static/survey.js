// The survey's page, in plain old JavaScript: it is opened in every web view there is.
(function () {
  "use strict";
  var page = document.getElementById("page");
  var token = location.pathname.split("/")[2];
  var path = "/api/v1/surveys/" + token;
  var ASKED = [["speed", "处理速度"], ["effect", "处理效果"], ["attitude", "工作人员态度"]];
  var given = {};

  function make(tag, kind, text) {
    var element = document.createElement(tag);
    if (kind) element.className = kind;
    if (text) element.textContent = text;
    return element;
  }

  function clear() {
    while (page.firstChild) page.removeChild(page.firstChild);
    var card = make("section", "card");
    page.appendChild(card);
    return card;
  }

  function ask(method, to, body, then) {
    var request = new XMLHttpRequest();
    request.open(method, to);
    request.setRequestHeader("Accept", "application/json");
    if (body) request.setRequestHeader("Content-Type", "application/json");
    request.onload = function () {
      var answer = {};
      try { answer = JSON.parse(request.responseText || "{}"); } catch (error) { answer = {}; }
      then(request.status, answer);
    };
    request.onerror = function () { then(0, { detail: "网络不通，请检查网络后再试。" }); };
    request.send(body ? JSON.stringify(body) : null);
  }

  function tell(title, text, good) {
    var card = clear();
    card.className = "card center";
    card.appendChild(make("h1", "", title));
    card.appendChild(make("p", good ? "" : "quiet", text));
  }

  function marks(name, title, labels, values) {
    var group = make("fieldset", "rate");
    var row = make("div", "marks");
    group.appendChild(make("legend", "", title));
    values.forEach(function (value, place) {
      var button = make("button", given[name] === value ? "on" : "", labels[place]);
      button.type = "button";
      button.setAttribute("aria-label", title + " " + labels[place]);
      button.setAttribute("aria-pressed", String(given[name] === value));
      button.onclick = function () {
        given[name] = value;
        for (var i = 0; i < row.children.length; i += 1) {
          row.children[i].className = i === place ? "on" : "";
          row.children[i].setAttribute("aria-pressed", String(i === place));
        }
      };
      row.appendChild(button);
    });
    group.appendChild(row);
    return group;
  }

  function ends() {
    var row = make("div", "ends");
    row.appendChild(make("span", "", "很不满意"));
    row.appendChild(make("span", "", "很满意"));
    return row;
  }

  function form(survey) {
    var card = clear();
    var words = make("textarea");
    var fault = make("p", "fault");
    var send = make("button", "main", "提交评价");
    var was = survey.answer || {};
    ASKED.forEach(function (row) { if (was[row[0]]) given[row[0]] = was[row[0]]; });
    if (typeof was.solved === "boolean") given.solved = was.solved;
    words.value = was.words || "";
    words.maxLength = 500;
    words.placeholder = "还有什么想告诉我们的?（可以不填）";
    card.appendChild(make("h1", "", "这次处理得怎么样？"));
    card.appendChild(make("p", "number", survey.number + (survey.department ? " · " + survey.department : "")));
    card.appendChild(make("p", "words", survey.outcome));
    if (survey.state === "answered") card.appendChild(make("p", "quiet", survey.satisfied ? "您已经评价过，今天 24 点前可以修改。" : "您已经评价过，今天 24 点前可以修改分数和留言。不满意的地方已转交跟进，重新处理完毕后会再次请您评价。"));
    card.appendChild(marks("solved", "问题解决了吗？", ["解决了", "没有解决"], [true, false]));
    ASKED.forEach(function (row) {
      var group = marks(row[0], row[1], ["1", "2", "3", "4", "5"], [1, 2, 3, 4, 5]);
      group.appendChild(ends());
      card.appendChild(group);
    });
    card.appendChild(words);
    card.appendChild(make("p"));
    fault.hidden = true;
    card.appendChild(fault);
    send.type = "button";
    send.onclick = function () { submit(words.value, send, fault); };
    card.appendChild(send);
  }

  function submit(words, send, fault) {
    var missing = ["solved", "speed", "effect", "attitude"].filter(function (name) { return given[name] === undefined; });
    fault.hidden = missing.length === 0;
    fault.textContent = "请把四项都选一下。";
    if (missing.length) return;
    send.disabled = true;
    ask("POST", path + "/answer", { speed: given.speed, effect: given.effect, attitude: given.attitude, solved: given.solved, words: words }, function (status, answer) {
      send.disabled = false;
      if (status >= 200 && status < 300) thank();
      else { fault.textContent = answer.detail || "没有提交成功，请再试一次。"; fault.hidden = false; }
    });
  }

  function thank() {
    var low = given.solved === false || ASKED.some(function (row) { return given[row[0]] <= 2; });
    tell("谢谢您", low ? "很抱歉没有让您满意。我们会重新处理，并有人与您联系。" : "您的评价已经收到。", true);
  }

  ask("GET", path, null, function (status, survey) {
    if (status !== 200) tell("打不开这份问卷", survey.detail || "请稍后再试。", false);
    else if (survey.state === "open") form(survey);
    else if (survey.state === "answered") form(survey);
    else tell("这份问卷已经结束", survey.state === "expired" ? "链接已过期。有新的情况，欢迎再次告诉我们。" : "您的评价已经收到，谢谢。", true);
  });
}());
