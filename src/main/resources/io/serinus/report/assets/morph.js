// Makes one tree of elements like another and leaves alone whatever is the same already.

const key = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.id || node.dataset?.key || '' : '');

const blank = (node) => node.nodeType === Node.TEXT_NODE && node.nodeValue.trim() === '';

const alike = (one, other) =>
  one.nodeType === other.nodeType && one.nodeName === other.nodeName && key(one) === key(other);

function attributes(target, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (target.getAttribute(name) !== value) {
      target.setAttribute(name, value);
    }
  }
  for (const { name } of [...target.attributes]) {
    // What a reader has opened stays open.
    if (!fresh.hasAttribute(name) && !(name === 'open' && target.nodeName === 'DETAILS')) {
      target.removeAttribute(name);
    }
  }
}

function children(target, fresh) {
  const wanted = new Set([...fresh.childNodes].map(key));
  let next = target.firstChild;
  for (const child of [...fresh.childNodes]) {
    // What has gone is taken away first, with the blank behind it, so that its neighbours need not be moved: that would take
    // the focus from them.
    while (next && (blank(next) ? !blank(child) : key(next) !== '' && !wanted.has(key(next)))) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
    let match = null;
    if (next && alike(next, child)) {
      match = next;
    } else if (key(child) !== '') {
      match = [...target.childNodes].find((node) => alike(node, child)) ?? null;
    }
    if (match === null) {
      target.insertBefore(document.importNode(child, true), next);
      continue;
    }
    if (match === next) {
      next = next.nextSibling;
    } else {
      target.insertBefore(match, next);
    }
    put(match, child);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

/**
 * Makes `target` like `fresh`, which is left as it is. An element with `data-keep` belongs to a script: what is in it stays.
 */
export function put(target, fresh) {
  if (target.nodeType !== Node.ELEMENT_NODE) {
    if (target.nodeValue !== fresh.nodeValue) {
      target.nodeValue = fresh.nodeValue;
    }
    return;
  }
  attributes(target, fresh);
  if (!target.hasAttribute('data-keep')) {
    children(target, fresh);
  }
}
