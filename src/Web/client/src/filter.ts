/** Whether a filter means a topic: `+` is one level, `#` the level above it and all below, as in MQTT. */
export function matches(filter: string, topic: string): boolean {
  if (isExact(filter)) return filter === topic;
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] === '#') return true;
    if (i >= levels.length || (wanted[i] !== '+' && wanted[i] !== levels[i])) return false;
    if (i === levels.length - 1 && i === wanted.length - 2 && wanted[i + 1] === '#') return true;
  }
  return wanted.length === levels.length;
}

export const isExact = (filter: string): boolean => !/[+#]/.test(filter);
