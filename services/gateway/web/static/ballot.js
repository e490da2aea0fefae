// A household's questionnaire, in plain old JavaScript: it is opened in every web view there is.
(function () {
  "use strict";
  var page = document.getElementById("page");
  var path = "/api/v1/ballots/" + location.pathname.split("/")[2];
  var given = {};
  var asked = [];
  // The same for every try of this sending, so that a repeat after a lost answer is known.
  var key = "";
  var letters = new Uint8Array(16);
  (window.crypto || window.msCrypto).getRandomValues(letters);
  for (var at = 0; at < letters.length; at += 1) key += ("0" + letters[at].toString(16)).slice(-2);

  function make(tag, kind, text) {
    var element = document.createElement(tag);
    if (kind) element.className = kind;
    if (text) element.textContent = text;
    return element;
  }

  function ask(method, to, body, then) {
    var request = new XMLHttpRequest();
    request.open(method, to);
    request.setRequestHeader("Accept", "application/json");
    if (body) request.setRequestHeader("Content-Type", "application/json");
    if (body) request.setRequestHeader("Idempotency-Key", key);
    request.onload = function () {
      var answer = {};
      try { answer = JSON.parse(request.responseText || "{}"); } catch (error) { answer = {}; }
      then(request.status, answer);
    };
    request.onerror = function () { then(0, { detail: "网络不通，请检查网络后再试。" }); };
    request.send(body ? JSON.stringify(body) : null);
  }

  function tell(title, text) {
    while (page.firstChild) page.removeChild(page.firstChild);
    var card = make("section", "card center");
    card.appendChild(make("h1", "", title));
    card.appendChild(make("p", "", text));
    page.appendChild(card);
  }

  function holds(rule) {
    var said = given[rule.question];
    if (!shown(rule.question) || said === undefined) return false;
    if (typeof said === "number") {
      return (rule.at_least === undefined || said >= rule.at_least) && (rule.at_most === undefined || said <= rule.at_most);
    }
    return [].concat(said).some(function (one) { return rule.any_of.indexOf(one) >= 0; });
  }

  function shown(id) {
    var question = asked.filter(function (one) { return one.ask.id === id; })[0];
    return Boolean(question) && (!question.ask.show_if || holds(question.ask.show_if));
  }

  function refresh() {
    asked.forEach(function (one) { one.box.hidden = !shown(one.ask.id); });
  }

  // A row of buttons: one at a time, or several where "most" says so.
  function buttons(labels, isOn, press) {
    var row = make("div", "marks");
    function paint() {
      for (var i = 0; i < labels.length; i += 1) {
        row.children[i].className = isOn(labels[i]) ? "on" : "";
        row.children[i].setAttribute("aria-pressed", isOn(labels[i]) ? "true" : "false");
      }
    }
    labels.forEach(function (label) {
      var button = make("button", "", String(label));
      button.type = "button";
      button.onclick = function () { press(label); paint(); refresh(); };
      row.appendChild(button);
    });
    paint();
    return row;
  }

  function one(question) {
    return buttons(question.options, function (label) { return given[question.id] === label; }, function (label) { given[question.id] = label; });
  }

  function several(question) {
    given[question.id] = [];
    return buttons(question.options, function (label) { return given[question.id].indexOf(label) >= 0; }, function (label) {
      var chosen = given[question.id];
      var place = chosen.indexOf(label);
      if (place >= 0) chosen.splice(place, 1);
      else if (!question.most || chosen.length < question.most) chosen.push(label);
    });
  }

  function scale(question) {
    var box = make("div");
    var marks = [];
    for (var mark = 1; mark <= question.points; mark += 1) marks.push(mark);
    box.appendChild(buttons(marks, function (label) { return given[question.id] === label; }, function (label) { given[question.id] = label; }));
    if (question.ends && question.ends.length === 2) {
      var ends = make("div", "ends");
      ends.appendChild(make("span", "", question.ends[0]));
      ends.appendChild(make("span", "", question.ends[1]));
      box.appendChild(ends);
    }
    return box;
  }

  function words(question) {
    var area = make("textarea");
    area.maxLength = 500;
    area.setAttribute("aria-label", question.text);
    area.oninput = function () { given[question.id] = area.value; };
    return area;
  }

  function matrix(question) {
    var box = make("div");
    given[question.id] = {};
    question.rows.forEach(function (name) {
      box.appendChild(make("p", "number", name));
      box.appendChild(buttons(question.options, function (label) { return given[question.id][name] === label; }, function (label) { given[question.id][name] = label; }));
    });
    return box;
  }

  var DRAW = { single: one, multiple: several, scale: scale, words: words, matrix: matrix };

  function form(ballot) {
    while (page.firstChild) page.removeChild(page.firstChild);
    var card = make("section", "card");
    var fault = make("p", "fault");
    var send = make("button", "main", "提交");
    card.appendChild(make("h1", "", ballot.title));
    if (ballot.intro) card.appendChild(make("p", "words", ballot.intro));
    card.appendChild(make("p", "quiet", ballot.anonymous ? "匿名：答卷加密存放，从一开始就不和房号放在一起；与其他住户的合在一起后（最迟到问卷截止），谁也查不出哪户答了什么，只记下您家已答过；请不要在文字里写姓名、房号。" : "实名：您家的答卷会和房号一起保存，便于我们跟进。"));
    page.appendChild(card);
    ballot.questions.forEach(function (question) {
      var box = make("fieldset", "rate");
      box.appendChild(make("legend", "", question.text + (question.required ? "" : "（选填）") + (question.kind === "multiple" ? (question.most ? "（最多选 " + question.most + " 项）" : "（可多选）") : "")));
      box.appendChild(DRAW[question.kind](question));
      card.appendChild(box);
      asked.push({ ask: question, box: box });
    });
    refresh();
    fault.hidden = true;
    fault.setAttribute("role", "alert");
    card.appendChild(fault);
    send.type = "button";
    send.onclick = function () { submit(send, fault, ballot); };
    card.appendChild(send);
  }

  function submit(send, fault, ballot) {
    var answers = {};
    asked.forEach(function (one) { if (shown(one.ask.id) && given[one.ask.id] !== undefined) answers[one.ask.id] = given[one.ask.id]; });
    send.disabled = true;
    ask("POST", path + "/answer", { answers: answers }, function (status, said) {
      send.disabled = false;
      if (status >= 200 && status < 300) tell("谢谢您", ballot.anonymous ? "您家的意见已经收到，匿名计入。" : "您家的意见已经收到。");
      else {
        fault.textContent = (said.faults || []).map(function (one) { return one.reason; }).join("；") || said.detail || "没有提交成功，请再试一次。";
        fault.hidden = false;
      }
    });
  }

  ask("GET", path, null, function (status, ballot) {
    if (status !== 200) tell("打不开这份问卷", ballot.detail || "请稍后再试。");
    else if (ballot.answered) tell("您家已经答过了", "一户一份，谢谢您的参与。");
    else if (!ballot.open) tell("这份问卷没有开放", "还没有开始，或者已经截止。有意见请随时告诉物业服务中心。");
    else form(ballot);
  });
}());
