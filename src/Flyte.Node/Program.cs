using Flyte.Node;
using Flyte.Node.Examples;

using var interruption = new Interruption();
await using var console = NodeConsole.OfProcess(interruption.Token);
await using var runtime = new RuntimeSource(ExampleEnvironments.All());
return await NodeApp.RunAsync(args, console, runtime);
