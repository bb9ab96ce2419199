// Improves pages that already work without it. Everything here starts from an
// attribute in the markup; nothing is needed to read, write or send.
(() => {
  "use strict";
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  /** A region that a screen reader announces when its text changes. */
  const liveRegion = (after) => {
    const region = document.createElement("p");
    region.className = "cm-small cm-live";
    region.setAttribute("role", "status");
    after.insertAdjacentElement("afterend", region);
    return region;
  };

  // <div data-cm-focus tabindex="-1">: faults in an input are read out first.
  each("[data-cm-focus]", (box) => box.focus());

  // <form data-cm-confirm="Withdraw this story?">: asks before it sends.
  each("form[data-cm-confirm]", (form) =>
    form.addEventListener("submit", (event) => {
      if (!window.confirm(form.dataset.cmConfirm)) event.preventDefault();
    }));

  // <form data-cm-once>: a second press within five seconds sends nothing.
  each("form[data-cm-once]", (form) => {
    let sent = 0;
    form.addEventListener("submit", (event) => {
      if (Date.now() - sent < 5000) event.preventDefault();
      else if (!event.defaultPrevented) sent = Date.now();
    });
  });

  // <button type="button" hidden data-cm-copy="text or nothing for this address">
  each("button[data-cm-copy]", (button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    const said = liveRegion(button);
    button.addEventListener("click", () => {
      const text = button.dataset.cmCopy || window.location.href;
      navigator.clipboard.writeText(text).then(
        () => { said.textContent = "Copied."; },
        () => { said.textContent = `Copy this: ${text}`; });
    });
  });

  // <button type="button" hidden data-cm-print>
  each("button[data-cm-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // <input type="password" data-cm-reveal>: a button that shows what was typed.
  each("input[type=password][data-cm-reveal]", (input) => {
    const button = document.createElement("button");
    const show = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? "Hide password" : "Show password";
      button.setAttribute("aria-pressed", String(shown));
    };
    button.type = "button";
    button.className = "cm-link-button";
    button.setAttribute("aria-controls", input.id);
    show(false);
    button.addEventListener("click", () => show(input.type === "password"));
    if (input.form) input.form.addEventListener("submit", () => show(false));
    input.insertAdjacentElement("afterend", button);
  });

  // <form data-cm-upload enctype="multipart/form-data">: shows how much of a
  // file has gone. Whatever page the server answers with is then shown.
  each("form[data-cm-upload]", (form) =>
    form.addEventListener("submit", (event) => {
      const file = form.querySelector("input[type=file]");
      if (event.defaultPrevented || !file || !file.files.length) return;
      event.preventDefault();
      form.querySelectorAll(".cm-progress").forEach((earlier) => earlier.remove());
      const box = document.createElement("div");
      box.className = "cm-progress";
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.setAttribute("aria-label", "Sending the file");
      box.append(bar);
      form.append(box);
      const said = liveRegion(bar);
      const button = form.querySelector("button[type=submit], button:not([type])");
      if (button) button.disabled = true;
      const stop = (words) => {
        bar.remove();
        said.textContent = words;
        if (button) button.disabled = false;
      };
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.upload.onprogress = (progress) => {
        if (!progress.lengthComputable) return;
        bar.value = progress.loaded / progress.total;
        said.textContent = progress.loaded < progress.total
          ? `${Math.round(100 * bar.value)}% sent.`
          : "All sent. Checking every row.";
      };
      request.onload = () => {
        const kind = request.getResponseHeader("content-type") || "";
        if (!kind.startsWith("text/html")) {
          stop(request.responseText.slice(0, 300) || "The file was not taken in. Send it again.");
          return;
        }
        // The answer was fetched already, so it is shown rather than asked for
        // twice: a message about what was done is given once only.
        if (request.responseURL) window.history.pushState(null, "", request.responseURL);
        document.open();
        document.write(request.responseText);
        document.close();
      };
      request.onerror = () => stop("The file did not arrive. Check the connection and send it again.");
      request.send(new FormData(form));
    }));

  // <div data-cm-again>: work that goes on. How far it is, is looked up every
  // second, and the page is loaded anew once the work has ended.
  each("[data-cm-again]", (box) => {
    const look = () => window.setTimeout(again, 1000);
    const again = () => fetch(window.location.href).then((answer) => answer.text()).then((html) => {
      const now = new DOMParser().parseFromString(html, "text/html").querySelector("[data-cm-again]");
      if (!now) { window.location.reload(); return; }
      const [bar, later] = [box.querySelector("progress"), now.querySelector("progress")];
      ["max", "value"].forEach((name) => {
        if (later.hasAttribute(name)) bar.setAttribute(name, later.getAttribute(name));
      });
      box.querySelector("[role=status]").textContent = now.querySelector("[role=status]").textContent;
      look();
    }, look);
    look();
  });

  // <form data-cm-passkey="options">: the browser is asked for a passkey, or
  // with data-cm-makes to make one, and its answer is sent with the form.
  each("form[data-cm-passkey]", (form) => {
    const said = form.querySelector("[data-cm-said]");
    const button = form.querySelector("button[type=submit]");
    const known = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;
    if (!known) {
      said.textContent = "This browser does not know passkeys. Use another one, or your password.";
      button.disabled = true;
      return;
    }
    const options = JSON.parse(form.dataset.cmPasskey).publicKey;
    const makes = "cmMakes" in form.dataset;
    said.textContent = "";
    const ask = () => (makes
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      button.disabled = true;
      said.textContent = "Waiting for your device.";
      ask().then((made) => {
        form.elements.answer.value = JSON.stringify(made.toJSON());
        form.submit();
      }).catch((error) => {
        button.disabled = false;
        said.textContent = error.name === "InvalidStateError"
          ? "This device has a passkey of yours already."
          : "The device did not answer. Try again, or go back.";
      });
    });
  });
})();
