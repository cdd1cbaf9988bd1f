// Wheel, shift-drag, touch and keys on the plot, told as pan and zoom.

export interface GestureEvents {
  /** By a fraction of the range; positive is later. */
  pan(fraction: number): void;
  /** A factor below 1 shows less time; `at` is the place that stays, 0 to 1. */
  zoom(factor: number, at: number): void;
  live(): void;
}

/** `area` is the drawing area within `host`, which is replaced when other series are plotted. */
export function bindGestures(host: HTMLElement, area: () => Element | null, events: GestureEvents): void {
  const place = (clientX: number): { at: number; width: number } => {
    const box = (area() ?? host).getBoundingClientRect();
    const width = Math.max(1, box.width);
    return { at: Math.min(1, Math.max(0, (clientX - box.left) / width)), width };
  };

  host.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { at, width } = place(event.clientX);
      if (event.ctrlKey || event.metaKey) events.zoom(Math.exp(event.deltaY / 300), at);
      else events.pan((event.deltaX || event.deltaY) / width / 2);
    },
    { passive: false },
  );

  host.addEventListener('keydown', (event) => {
    switch (event.key) {
      case 'ArrowLeft': events.pan(-0.1); break;
      case 'ArrowRight': events.pan(0.1); break;
      case '+':
      case '=':
      case 'ArrowUp': events.zoom(0.7, 0.5); break;
      case '-':
      case 'ArrowDown': events.zoom(1 / 0.7, 0.5); break;
      case 'l':
      case 'Home': events.live(); break;
      default: return;
    }
    event.preventDefault();
  });

  bindDrags(host, place, events);
}

function bindDrags(host: HTMLElement, place: (x: number) => { at: number; width: number }, events: GestureEvents): void {
  const pointers = new Map<number, number>();

  // A plain mouse drag selects a range to zoom into, which uPlot does by itself.
  host.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'mouse' && !event.shiftKey) return;
    pointers.set(event.pointerId, event.clientX);
    host.setPointerCapture(event.pointerId);
  });
  host.addEventListener('mousedown', (event) => event.shiftKey && event.stopPropagation(), { capture: true });

  host.addEventListener('pointermove', (event) => {
    const former = pointers.get(event.pointerId);
    if (former === undefined) return;
    if (pointers.size === 1) {
      events.pan((former - event.clientX) / place(event.clientX).width);
    } else {
      const other = [...pointers].find(([id]) => id !== event.pointerId)![1];
      const apart = Math.abs(former - other);
      const now = Math.abs(event.clientX - other);
      if (apart > 8 && now > 8) events.zoom(apart / now, place((event.clientX + other) / 2).at);
    }
    pointers.set(event.pointerId, event.clientX);
  });

  for (const end of ['pointerup', 'pointercancel'] as const) host.addEventListener(end, (event) => pointers.delete(event.pointerId));
}
