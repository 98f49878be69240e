using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Flyte.Node.Api;
using Flyte.Node.Documents;

namespace Flyte.Node.Remote;

/// <summary>The web interface of another node. Every request can be repeated, and is while the node is away for a moment.</summary>
internal sealed class RemoteNode(RemoteAddress address, NodeConsole console)
{
    // Longer than any node takes for an answer that it gives at once.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);

    private readonly HttpClient http = RemoteHttp.For(address.Url);

    internal RemoteAddress Address => address;

    internal Persistence Persistence { get; } = new(console, address.ToString());

    /// <summary>Sends a request, and reads the document that is the answer.</summary>
    internal async Task<T> SendAsync<TDocument, T>(HttpMethod method, string path, object? body, Func<TDocument, T> read, CancellationToken cancellation)
    {
        using var response = await SendAsync(() => Request(method, path, body), HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
        return Read(await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false), Form(response), read);
    }

    internal Task<T> GetAsync<TDocument, T>(string path, Func<TDocument, T> read, CancellationToken cancellation) => SendAsync(HttpMethod.Get, path, null, read, cancellation);

    /// <summary>Sends a request whose answer has no document.</summary>
    internal async Task SendAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        using var response = await SendAsync(() => Request(method, path, null), HttpCompletionOption.ResponseContentRead, cancellation).ConfigureAwait(false);
    }

    /// <summary>Opens an answer that is read as it comes.</summary>
    internal async Task<HttpResponseMessage> OpenAsync(string path, string form, CancellationToken cancellation)
    {
        var response = await SendAsync(() => Request(HttpMethod.Get, path, null, form), HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        return Form(response) == form ? response : throw RemoteProblem.NotANode(address, $"it answers in '{Form(response)}'", null, isPassing: false);
    }

    /// <summary>Sends a request once.</summary>
    /// <exception cref="RemoteException">It was refused, or never answered.</exception>
    internal async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellation)
    {
        request.Headers.Authorization = address.Key is null ? null : new AuthenticationHeaderValue("Bearer", address.Key);
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, completion, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw RemoteProblem.Of(e, address, Persistence.IsKnown);
        }

        if (response.IsSuccessStatusCode)
        {
            Persistence.Heard();
            return response;
        }

        using (response)
        {
            var problem = await RemoteProblem.OfAsync(response, address, cancellation).ConfigureAwait(false);
            if (problem.Status is not null && !(problem.IsPassing && Persistence.IsKnown))
            {
                Persistence.Heard();
            }

            throw problem;
        }
    }

    /// <summary>Reads a document.</summary>
    /// <exception cref="RemoteException">It is none that a node gives.</exception>
    internal T Read<TDocument, T>(ReadOnlySpan<byte> json, string? form, Func<TDocument, T> read)
    {
        if (form is not "application/json")
        {
            throw RemoteProblem.NotANode(address, $"it answers in '{form}'", null, isPassing: false);
        }

        try
        {
            return read(JsonSerializer.Deserialize<TDocument>(json, DocumentJson.Known) ?? throw new JsonException("It is null."));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw RemoteProblem.Unreadable(address, e.Message);
        }
    }

    /// <summary>A request to a path of the API.</summary>
    internal HttpRequestMessage Request(HttpMethod method, string path, object? body, string form = "application/json")
    {
        var request = new HttpRequestMessage(method, new Uri($"{address}{ApiRoutes.Base}{path}"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(form));
        request.Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body, body.GetType(), options: DocumentJson.Options));
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, HttpCompletionOption completion, CancellationToken cancellation)
    {
        while (true)
        {
            using var request = make();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Longest);
            try
            {
                return await SendOnceAsync(request, completion, limit.Token).ConfigureAwait(false);
            }
            catch (RemoteException e) when (e.IsPassing)
            {
                if (!await Persistence.WaitAsync(e.Message, cancellation).ConfigureAwait(false))
                {
                    throw;
                }
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw RemoteProblem.NotANode(address, $"it has not answered for {Longest.TotalSeconds:0} s", HttpStatusCode.RequestTimeout, isPassing: false);
            }
        }
    }

    private static string? Form(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType;
}
