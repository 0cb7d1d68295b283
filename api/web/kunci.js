// A librarian's key: it lives in this tab's session storage, and goes to this server alone, in a header.
const KEPT = "rujukan-kunci";

export const key = () => sessionStorage.getItem(KEPT) ?? "";
export const keepKey = (token) => sessionStorage.setItem(KEPT, token);
export const dropKey = () => sessionStorage.removeItem(KEPT);

/** Ask this server with the key. */
export const ask = (address, options = {}) =>
  fetch(address, { ...options, headers: { Authorization: `Bearer ${key()}`, ...(options.headers ?? {}) } });
