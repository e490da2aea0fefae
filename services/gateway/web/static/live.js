// Hear what changes, by server-sent events over fetch (so that the token stays out of addresses).
import { authorized } from "./api.js";

const PAUSES = [1, 2, 5, 10, 20];

export function live(onEvent, onReset) {
  let last = null;
  let stopped = false;
  let failures = 0;
  const stop = new AbortController();

  async function run() {
    while (!stopped) {
      try {
        await follow();
        failures = 0;
      } catch {
        failures += 1;
      }
      const pause = PAUSES[Math.min(failures, PAUSES.length - 1)];
      await new Promise((wake) => setTimeout(wake, pause * 1000));
      if (failures > 0 && !stopped) onReset();
    }
  }

  async function follow() {
    const answer = await authorized("GET", "/api/v1/events", undefined, last ? { "Last-Event-ID": last } : {});
    if (!answer.ok || !answer.body) throw new Error("no stream");
    const reader = answer.body.getReader();
    const words = new TextDecoder();
    stop.signal.addEventListener("abort", () => reader.cancel());
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      failures = 0;
      const parts = (rest + words.decode(value, { stream: true })).split("\n\n");
      rest = parts.pop();
      parts.forEach(hear);
    }
  }

  function hear(part) {
    const fields = {};
    for (const line of part.split("\n")) {
      const at = line.indexOf(": ");
      if (at > 0) fields[line.slice(0, at)] = line.slice(at + 2);
    }
    if (fields.id) last = fields.id;
    if (fields.event === "reset") onReset();
    else if (fields.data) onEvent(JSON.parse(fields.data));
  }

  run();
  return () => { stopped = true; stop.abort(); };
}
