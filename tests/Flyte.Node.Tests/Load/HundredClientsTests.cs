using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Flyte.Node.Tests.Support;

namespace Flyte.Node.Tests.Load;

/// <summary>A hundred clients of one node, each of which sends inputs and reads results at the same time.</summary>
public sealed class HundredClientsTests
{
    private const int Clients = 100;
    private const int Half = 100;
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_hundred_clients_stream_inputs_and_results_at_once_and_each_has_its_own()
    {
        using var store = new TempDirectory();
        await using var node = await ApiNode.RecordingAsync(store, TestTasks.Create());
        var clients = Enumerable.Range(0, Clients).Select(number => new StreamingClient(node, number)).ToList();

        var all = Task.WhenAll(clients.Select(client => client.RunAsync()));
        await Task.WhenAny(all, Task.WhenAll(clients.Select(client => client.IsHalfway))).WaitAsync(Enough);
        clients.ForEach(client => client.GoOn());

        Assert.All(await all.WaitAsync(Enough), read => Assert.Equal(2 * Half, read));
    }

    /// <summary>Sends the second half of its inputs when it is told to, and has read the results of the first half by then.</summary>
    private sealed class StreamingClient(ApiNode node, int number)
    {
        private readonly TaskCompletionSource halfway = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private string Id => $"client-{number}";

        internal Task IsHalfway => halfway.Task;

        internal void GoOn() => goOn.TrySetResult();

        internal async Task<int> RunAsync()
        {
            using var inputs = new LinesOnDemand(this);
            var sending = SendAsync(inputs);
            await node.UntilKnownAsync(Id);
            using var lines = await node.OpenResultsAsync(Id);
            var read = 0;
            while (await lines.ReadLineAsync() is { } line)
            {
                Assert.Equal($$"""{"index":{{read}},"value":{{2 * Input(read)}}}""", line);
                if (++read == Half)
                {
                    halfway.SetResult();
                }
            }

            var (status, run) = await sending;
            Assert.Equal((HttpStatusCode.Created, 2 * Half), (status, run.GetProperty("items").GetProperty("total").GetInt32()));
            return read;
        }

        private int Input(int index) => (number * 1000) + index;

        private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpContent inputs)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/runs?task=test.double&id={Id}") { Content = inputs };
            return await node.SendAsync(request);
        }

        private async Task WriteAsync(Stream stream, int from)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(from, Half).Select(index => $"{Input(index)}\n"))));
            await stream.FlushAsync();
        }

        private sealed class LinesOnDemand : HttpContent
        {
            private readonly StreamingClient client;

            internal LinesOnDemand(StreamingClient client)
            {
                this.client = client;
                Headers.ContentType = new MediaTypeHeaderValue(ApiNode.Lines);
            }

            protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
            {
                await client.WriteAsync(stream, 0);
                await client.goOn.Task;
                await client.WriteAsync(stream, Half);
            }

            protected override bool TryComputeLength(out long length)
            {
                length = 0;
                return false;
            }
        }
    }
}
