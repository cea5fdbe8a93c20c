/** Loaded into every server with `--import`: says, when asked, what the process has used so far. */
process.on('message', (message) => {
  if (message !== 'usage') return;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.send({ user: userCPUTime, system: systemCPUTime, maxRSS });
});
// The channel alone does not keep a server alive that failed to start.
process.channel?.unref();
