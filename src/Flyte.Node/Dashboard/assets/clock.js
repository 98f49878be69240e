// What is shown as passed or left is reckoned by the node's clock, should this machine's be another one.

const slightest = 3000;
let ahead = 0;

export function hear(response) {
  const date = Date.parse(response.headers.get('date') ?? '');
  if (!Number.isNaN(date)) {
    const difference = date - Date.now();
    ahead = Math.abs(difference) > slightest ? difference : 0;
  }
}

export const now = () => Date.now() + ahead;
