using System.IO.Compression;
using System.Net;
using System.Text;
using System.Threading.Channels;

namespace Busbar.Influx.Tests;

/// <summary>A server whose answers the test gives, one request at a time.</summary>
internal sealed class FakeServer : HttpMessageHandler
{
    private readonly Channel<Exchange> _exchanges = Channel.CreateUnbounded<Exchange>();

    /// <summary>The next request; it hangs until it is answered.</summary>
    public Task<Exchange> NextAsync() => _exchanges.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        if (request.Content.Headers.ContentEncoding.Contains("gzip"))
        {
            var plain = new MemoryStream();
            await using var gzip = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
            await gzip.CopyToAsync(plain, cancellationToken);
            body = plain.ToArray();
        }

        var exchange = new Exchange(request.RequestUri!, Encoding.UTF8.GetString(body.AsSpan()), request.Headers.Authorization?.ToString(), [.. request.Content.Headers.ContentEncoding]);
        _exchanges.Writer.TryWrite(exchange);
        return await exchange.Response.Task.WaitAsync(cancellationToken);
    }
}

internal sealed record Exchange(Uri Uri, string Body, string? Authorization, string[] Encodings)
{
    public TaskCompletionSource<HttpResponseMessage> Response { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Lines => Body.Count(character => character == '\n');

    public void Answer(HttpStatusCode status, string body = "", string? retryAfter = null, string? error = null)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
        if (retryAfter is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        if (error is not null)
            response.Headers.TryAddWithoutValidation("X-Influxdb-Error", error);
        Response.SetResult(response);
    }

    public void Fail(Exception exception) => Response.SetException(exception);
}
