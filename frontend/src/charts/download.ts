/** A chart or its figures as a file on the reader's machine; nothing is sent anywhere. */

const DRAWN = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline', 'paint-order', 'visibility'];

export function saveText(text: string, name: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The chart as one SVG file that looks the same outside the page. */
export function standaloneSvg(chart: SVGSVGElement, title: string, source: string): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = [chart, ...chart.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  originals.forEach((original, index) => {
    const computed = getComputedStyle(original);
    for (const property of DRAWN) copies[index]!.setAttribute(property, computed.getPropertyValue(property));
    copies[index]!.removeAttribute('class');
  });
  const box = chart.viewBox.baseVal;
  const head = 44;
  const foot = 30;
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  const ink = getComputedStyle(document.body).color;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `${box.x - 16} ${box.y - head} ${box.width + 32} ${box.height + head + foot}`);
  copy.setAttribute('width', String(box.width + 32));
  copy.setAttribute('height', String(box.height + head + foot));
  copy.prepend(
    element('rect', { x: box.x - 16, y: box.y - head, width: box.width + 32, height: box.height + head + foot, fill: ground }),
    element('text', { x: box.x, y: box.y - 18, fill: ink, 'font-size': 17, 'font-weight': 640, 'font-family': 'Inter, sans-serif' }, title),
    element('text', { x: box.x, y: box.y + box.height + 20, fill: ink, 'font-size': 12, 'font-family': 'Inter, sans-serif' }, source),
  );
  return new XMLSerializer().serializeToString(copy);
}

function element(name: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}
