/** Says the issues of the value at `at` itself, those from the place `from` on, in the words of the type's author. */
function $inWords(out, from, at, words) {
  for (let i = from; i < out.length; i++) {
    const issue = out[i];
    if (issue.pointer !== at || issue.code === "truncated") continue;
    issue.message = words[issue.code] ?? words["*"] ?? issue.message;
  }
}
