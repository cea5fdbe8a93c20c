/** The date a text means. A leap second, which a date cannot hold, is the second after it. */
function $toDate(value) {
  if (typeof value !== "string") return value;
  const leap = /:60/.test(value);
  const text = (leap ? value.replace(":60", ":59") : value).replace(/[ t]/, "T").replace(/z$/, "Z");
  const date = new Date(text);
  return leap ? new Date(Math.floor(date.getTime() / 1000) * 1000 + 1000) : date;
}
