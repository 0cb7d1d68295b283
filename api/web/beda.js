// Two wordings word by word: what both say, what only one of them says. A word is compared without case and punctuation.
const LONGEST = 1200; // words of one wording; more would take the table of lengths past a few megabytes

const bare = (word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Their longest common sequence of words: [kind, left words, right words], kind "same", "left" or "right", as written. */
export function compareWords(left, right) {
  const a = left.trim().split(/\s+/).slice(0, LONGEST);
  const b = right.trim().split(/\s+/).slice(0, LONGEST);
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        bare(a[i]) === bare(b[j])
          ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
  const parts = [];
  const put = (kind, ...words) => {
    if (parts.at(-1)?.[0] !== kind) parts.push([kind, [], []]);
    words.forEach((word, side) => word && parts.at(-1)[side + 1].push(word));
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && bare(a[i]) === bare(b[j])) put("same", a[i++], b[j++]);
    else if (j >= b.length || (i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) put("left", a[i++], "");
    else put("right", "", b[j++]);
  }
  return parts.map(([kind, ...sides]) => [kind, ...sides.map((words) => words.join(" "))]);
}
