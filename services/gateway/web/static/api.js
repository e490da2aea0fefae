// Talk to the gateway: the access token lives in memory, the refresh token in a cookie no script sees.

let access = null;
let renewing = null;
// One browser may be an owner's and a member of staff's: each page has a log-in of its own.
const KIND = location.pathname.startsWith("/console") ? "staff" : "owner";
const WORDS = "hudong-parting";
const MARK = { "X-Requested-With": "hudong-page" };

class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail || "请求没有完成，请稍后再试。");
    this.status = status;
    this.slug = body.slug;
    this.faults = body.faults || [];
    this.retryAfter = Number(retryAfter) || 0;
  }
}

export function claims() {
  if (!access) return null;
  const part = access.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
  const bytes = Uint8Array.from(atob(part), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

export async function logIn(path, form) {
  access = (await plain("POST", path, { ...form, keep: "cookie" })).access_token;
  return claims();
}

export async function resume() {
  const kept = document.cookie.split("; ").includes(`hudong_${KIND}_here=1`);
  return kept && (await renew()) ? claims() : null;
}

// Go on in another of the rooms of the same phone; the log-in stays the same.
export async function moveTo(room) {
  access = (await locked(() => plain("POST", "/api/v1/auth/refresh", { kind: KIND, owner_id: room }))).access_token;
}

export async function logOut() {
  await plain("POST", "/api/v1/auth/logout", { kind: KIND }).catch(() => null);
  access = null;
}

// The account has ended: begin anew at the log-in, which says why.
export async function part(words) {
  sessionStorage.setItem(WORDS, words);
  await logOut();
  history.replaceState(null, "", location.pathname);
  location.reload();
}

export function lastWords() {
  const words = sessionStorage.getItem(WORDS);
  sessionStorage.removeItem(WORDS);
  return words;
}

export async function plain(method, path, body, headers) {
  return read(await send(method, path, body, { ...MARK, ...headers }));
}

export async function call(method, path, body, headers) {
  return read(await authorized(method, path, body, headers));
}

export async function authorized(method, path, body, headers) {
  const answer = await send(method, path, body, { ...bearer(), ...headers });
  if (answer.status !== 401 || !(await renew())) return answer;
  return send(method, path, body, { ...bearer(), ...headers });
}

export async function photo(id) {
  const answer = await authorized("GET", `/api/v1/attachments/${id}`);
  return answer.ok ? URL.createObjectURL(await answer.blob()) : null;
}

function bearer() {
  return access ? { Authorization: `Bearer ${access}` } : {};
}

async function send(method, path, body, headers) {
  const form = body instanceof FormData;
  const init = { method, headers: { ...headers }, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) init.body = form ? body : JSON.stringify(body);
  if (body !== undefined && !form) init.headers["Content-Type"] = "application/json";
  try {
    return await fetch(path, init);
  } catch {
    throw new Problem(0, { slug: "offline", detail: "网络不通，请检查网络后再试。" });
  }
}

async function read(answer) {
  const text = await answer.text();
  let body = {};
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    body = { detail: "服务的答复看不懂，请稍后再试。" };
  }
  if (!answer.ok) throw new Problem(answer.status, body || {}, answer.headers.get("Retry-After"));
  return body;
}

// Several open tabs share one cookie: only one of them may spend it at a time.
function renew() {
  renewing = renewing || locked(spend).finally(() => { renewing = null; });
  return renewing;
}

function locked(act) {
  return navigator.locks ? navigator.locks.request(`hudong-${KIND}`, act) : act();
}

async function spend() {
  try {
    access = (await plain("POST", "/api/v1/auth/refresh", { kind: KIND })).access_token;
    return true;
  } catch (problem) {
    if (problem.status === 401 || problem.status === 403) access = null;
    return false;
  }
}
