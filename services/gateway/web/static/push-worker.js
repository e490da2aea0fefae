// Shows a knock of Web Push, and opens the inbox; the words themselves are fetched there.
"use strict";

self.addEventListener("push", (event) => {
  event.waitUntil(show(read(event.data)));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

function read(data) {
  try {
    return data.json();
  } catch {
    return {};
  }
}

function show(knock) {
  const id = String(knock.id || "");
  return self.registration.showNotification(String(knock.title || "物业有新消息"), {
    tag: id,
    icon: "/static/icon.svg",
    lang: "zh-CN",
    data: { path: "/" },
  });
}

async function open(path) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((one) => new URL(one.url).origin === self.location.origin);
  return page ? page.focus() : self.clients.openWindow(path);
}
