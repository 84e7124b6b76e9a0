// Loaded into the program: its wall clock jumps an hour ahead and back again, every second.
const HOUR_MS = 3_600_000;
const trueTime = Date.now.bind(Date);
Date.now = () => trueTime() + (Math.floor(performance.now() / 1_000) % 2) * HOUR_MS;
