using System.Buffers;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Busbar.Influx;

/// <summary>The server behind its HTTP API: one write, one <c>CREATE DATABASE</c>; every failure is an <see cref="Answer"/>, not an exception.</summary>
internal sealed class InfluxServer : IDisposable
{
    private static readonly MediaTypeHeaderValue PlainText = new("text/plain", "utf-8");

    private readonly InfluxOptions _options;
    private readonly HttpClient _client;
    private readonly Uri _write;
    private readonly Uri _query;
    private readonly AuthenticationHeaderValue? _credentials;

    public InfluxServer(InfluxOptions options)
    {
        _options = options;
        Name = options.Url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        var root = new Uri(options.Url.AbsoluteUri.EndsWith('/') ? options.Url.AbsoluteUri : options.Url.AbsoluteUri + "/");
        _write = new Uri(root, WritePath(options));
        _query = new Uri(root, "query");
        _credentials = Credentials(options);
        _client = new HttpClient(options.Handler ?? OwnHandler(options), disposeHandler: options.Handler is null) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Scheme, host and port.</summary>
    public string Name { get; }

    /// <summary>Sends lines, which stay the caller's and unchanged until this ends. Throws nothing but the cancellation.</summary>
    public async Task<Answer> WriteAsync(ReadOnlyMemory<byte> lines, bool compressed, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _write) { Content = new ReadOnlyMemoryContent(lines) };
        request.Content.Headers.ContentType = PlainText;
        if (compressed)
            request.Content.Headers.ContentEncoding.Add("gzip");
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Version 1: makes the database; nothing happens when it is there.</summary>
    public async Task<Answer> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        string name = _options.Database!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, _query) { Content = new FormUrlEncodedContent([new("q", $"CREATE DATABASE \"{name}\"")]) };
        return await SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public static void Compress(ReadOnlySpan<byte> lines, IBufferWriter<byte> output)
    {
        using var gzip = new GZipStream(new BufferStream(output), CompressionLevel.Fastest);
        gzip.Write(lines);
    }

    public void Dispose() => _client.Dispose();

    private async Task<Answer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = _credentials;
        using var late = new CancellationTokenSource(_options.RequestTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            string body = await ResponseText.ReadAsync(response, either.Token).ConfigureAwait(false);
            return ResponseText.Judge(response, body, _options);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return new Answer(AnswerKind.Unreachable, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"did not answer within {_options.RequestTimeout.TotalSeconds:0.###} s"));
        }
        catch (Exception exception) // whatever a handler throws: the samples wait, nothing else is harmed
        {
            return new Answer(AnswerKind.Unreachable, Reason(exception));
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError, InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "refused the connection",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "was not found: its name has no address",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"made no secure connection: {ResponseText.Bounded((exception.InnerException ?? exception).Message)}",
        _ => $"was not reached: {ResponseText.Bounded(exception.Message)}",
    };

    private static HttpMessageHandler OwnHandler(InfluxOptions options) => new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // a redirected POST becomes a GET
        ConnectTimeout = options.RequestTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a name that moved is looked up again
        UseCookies = false,
    };

    private static AuthenticationHeaderValue? Credentials(InfluxOptions options) => options switch
    {
        { Token: { } token } => new AuthenticationHeaderValue("Token", token),
        { UserName: { } user } => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password}"))),
        _ => null,
    };

    private static string WritePath(InfluxOptions options)
    {
        if (options.Version == InfluxVersion.V1)
        {
            // 1.x takes what it does not know, "us" and "ns" among it, for nanoseconds: microseconds are "u" there.
            string unit = options.Precision switch { TimestampPrecision.Nanoseconds => "n", TimestampPrecision.Microseconds => "u", TimestampPrecision.Milliseconds => "ms", _ => "s" };
            string policy = options.RetentionPolicy is { Length: > 0 } name ? "&rp=" + WebUtility.UrlEncode(name) : "";
            return $"write?db={WebUtility.UrlEncode(options.Database)}{policy}&precision={unit}";
        }

        string precision = options.Precision switch { TimestampPrecision.Nanoseconds => "ns", TimestampPrecision.Microseconds => "us", TimestampPrecision.Milliseconds => "ms", _ => "s" };
        string organization = options.Organization is { Length: > 0 } org ? "org=" + WebUtility.UrlEncode(org) + "&" : "";
        return $"api/v2/write?{organization}bucket={WebUtility.UrlEncode(options.Bucket)}&precision={precision}";
    }
}
