using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Flyte.Actors;
using Flyte.Node.Api;
using Flyte.Node.Documents;

namespace Flyte.Node.Remote;

/// <summary>Results that a node streams, a line each. No more is read than is asked for, so that who reads slowly slows the node.</summary>
internal sealed class ResultLines(RemoteNode node, HttpResponseMessage response, PipeReader reader) : IAsyncDisposable
{
    private const byte NewLine = (byte)'\n';

    /// <summary>Whether the answer has broken off.</summary>
    internal bool IsBroken { get; private set; }

    internal static async Task<ResultLines> OpenAsync(RemoteNode node, string path, CancellationToken cancellation)
    {
        var response = await node.OpenAsync(path, StartApi.Lines, cancellation).ConfigureAwait(false);
        return new ResultLines(node, response, PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false)));
    }

    /// <summary>The next result; null when there is none, or the answer has broken off.</summary>
    internal async Task<ItemResult<JsonElement>?> NextAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
                if (read.Buffer.PositionOf(NewLine) is { } end)
                {
                    var result = Parse(read.Buffer.Slice(0, end));
                    reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                    return result;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (read.IsCompleted)
                {
                    IsBroken = !read.Buffer.IsEmpty;
                    return null;
                }
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            IsBroken = true;
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await reader.CompleteAsync().ConfigureAwait(false);
        response.Dispose();
    }

    private ItemResult<JsonElement> Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            return (JsonSerializer.Deserialize<ResultDocument>(ref json, DocumentJson.Known) ?? throw new JsonException("A result is null.")).ToResult();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw RemoteProblem.Unreadable(node.Address, e.Message);
        }
    }
}
