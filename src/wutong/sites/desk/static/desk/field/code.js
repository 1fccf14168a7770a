/* 统一社会信用代码 (GB 32100-2015): its check digit, and finding it in what a QR code says. */
(function (self) {
  "use strict";
  const field = (self.field = self.field || {});
  const SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const SHAPE = /[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}/g;

  function isValid(code) {
    if (!new RegExp("^" + SHAPE.source + "$").test(code)) return false;
    const sum = WEIGHTS.reduce((total, weight, place) => total + weight * SIGNS.indexOf(code[place]), 0);
    return SIGNS[(31 - (sum % 31)) % 31] === code[17];
  }

  /* Return the first valid code in a text, and the firm's name where the text says it. */
  function read(text) {
    let said = String(text || "");
    try { said = decodeURIComponent(said); } catch (error) { /* as it is */ }
    const upper = said.toUpperCase();
    let code = "";
    for (let start = 0; start + 18 <= upper.length && !code; start += 1) {
      const part = upper.slice(start, start + 18);
      const alone = !/[0-9A-Z]/.test(upper[start - 1] || "") && !/[0-9A-Z]/.test(upper[start + 18] || "");
      if (alone && isValid(part)) code = part;
    }
    const named = /(?:企业名称|名称)[：:=]\s*([^；;，,\s&"]{4,60})/.exec(said);
    return { code, name: named ? named[1] : "" };
  }

  field.code = { isValid, read };
})(self);
