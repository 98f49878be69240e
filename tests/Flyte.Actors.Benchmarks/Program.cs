using Flyte.Actors.Benchmarks;

return await CommandLine.RunAsync(args);
