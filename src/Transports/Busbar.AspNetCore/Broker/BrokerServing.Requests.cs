using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Busbar.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Busbar.AspNetCore;

// The wire where a WebSocket cannot be had.
internal sealed partial class BrokerServing
{
    private const long ShortestWait = 100; // ms
    private const long UsualWait = 25_000;
    private const string Unknown = "There is no such session; begin anew.";

    /// <summary>A <c>hello</c>, answered with <c>welcome</c>.</summary>
    public async Task ServeSessionAsync(HttpContext context)
    {
        if (!await MayGoOnAsync(context, HttpMethods.Post).ConfigureAwait(false) || await ReadBodyAsync(context).ConfigureAwait(false) is not { } body)
            return;
        SessionOpening opening = await Server.OpenSessionAsync(body, RequestOf(context), context.RequestAborted).ConfigureAwait(false);
        int status = opening.Status switch
        {
            SessionOpeningStatus.Opened => StatusCodes.Status200OK,
            SessionOpeningStatus.BadMessage => StatusCodes.Status400BadRequest,
            SessionOpeningStatus.Refused => StatusCodes.Status401Unauthorized,
            _ => StatusCodes.Status503ServiceUnavailable,
        };
        if (status == StatusCodes.Status200OK)
            await WriteJsonAsync(context, opening.Welcome).ConfigureAwait(false);
        else
            await RefuseAsync(context, status, "hello", opening.Fault!).ConfigureAwait(false);
    }

    /// <summary>Server-Sent Events.</summary>
    public async Task ServeEventsAsync(HttpContext context)
    {
        if (!await MayGoOnAsync(context, HttpMethods.Get).ConfigureAwait(false) || !await TryEnterAsync(context).ConfigureAwait(false))
            return;
        var transport = new EventStreamTransport();
        ClientConnection? connection = null;
        try
        {
            connection = await AttachAsync(context, transport, isPoll: false).ConfigureAwait(false);
            if (connection is null)
                return;
            Enter(transport);
            await StreamAsync(context, transport).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            context.Abort(); // the client left, or took nothing any more
        }
        finally
        {
            transport.End();
            connection?.OnClosed();
            Leave(transport);
            Interlocked.Decrement(ref _connections);
        }
    }

    /// <summary>A long poll.</summary>
    public async Task ServePollAsync(HttpContext context)
    {
        if (!await MayGoOnAsync(context, HttpMethods.Get).ConfigureAwait(false) || !await TryEnterAsync(context).ConfigureAwait(false))
            return;
        var transport = new PollTransport();
        ClientConnection? connection = null;
        try
        {
            TimeSpan wait = WaitOf(context);
            connection = await AttachAsync(context, transport, isPoll: true).ConfigureAwait(false);
            if (connection is null)
                return;
            Enter(transport);
            ReadOnlyMemory<byte> answer = await transport.AnswerAsync(wait, Server.TimeProvider, context.RequestAborted).ConfigureAwait(false);
            connection.OnClosed();
            await WriteJsonAsync(context, answer).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            context.Abort();
        }
        finally
        {
            transport.End();
            connection?.OnClosed();
            Leave(transport);
            Interlocked.Decrement(ref _connections);
        }
    }

    /// <summary>What a client says whose connection only gives.</summary>
    public async Task ServeSendAsync(HttpContext context)
    {
        if (!await MayGoOnAsync(context, HttpMethods.Post).ConfigureAwait(false))
            return;
        if (Server.TryGetPosts(Session(context)) is not { } posts)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, Unknown).ConfigureAwait(false);
            return;
        }

        if (await ReadBodyAsync(context).ConfigureAwait(false) is not { } body)
            return;
        posts.Receive(body.Span);
        await posts.WaitForInboxAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // a client that sends on waits as long as what it said is worked off
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private async Task<ClientConnection?> AttachAsync(HttpContext context, IClientTransport transport, bool isPoll)
    {
        long? position = long.TryParse(context.Request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long last)
            ? last
            : Number(context, "position");
        ClientConnection? connection = Server.TryAttach(Session(context), position, transport, isPoll);
        if (connection is null)
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, Unknown).ConfigureAwait(false);
        return connection;
    }

    private static async Task StreamAsync(HttpContext context, EventStreamTransport transport)
    {
        HttpResponse response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no"; // of a proxy that would keep it back
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, transport.Cut);
        await response.BodyWriter.FlushAsync(ending.Token).ConfigureAwait(false); // the head: the client knows that it is heard
        while (true)
        {
            ReadOnlyMemory<byte> events = await transport.NextAsync(ending.Token).ConfigureAwait(false);
            if (events.IsEmpty)
                return;
            FlushResult flushed = await response.BodyWriter.WriteAsync(events, ending.Token).ConfigureAwait(false);
            if (flushed.IsCompleted || flushed.IsCanceled)
                return;
        }
    }

    /// <summary>Admits a request of one method, and answers a browser that asks whether a page may send it.</summary>
    private async ValueTask<bool> MayGoOnAsync(HttpContext context, string method)
    {
        if (!await AdmitAsync(context).ConfigureAwait(false))
            return false;
        if (string.Equals(context.Request.Method, method, StringComparison.OrdinalIgnoreCase))
            return true;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.Headers.AccessControlAllowMethods = method;
            context.Response.Headers.AccessControlAllowHeaders = "Content-Type, X-Api-Key, Last-Event-ID";
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return false;
        }

        context.Response.Headers.Allow = method;
        await Problem.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, $"{method} is asked for here.").ConfigureAwait(false);
        return false;
    }

    private async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext context)
    {
        PipeReader body = context.Request.BodyReader;
        while (true)
        {
            ReadResult read = await body.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            if (read.Buffer.Length > Server.MaxMessageBytes)
            {
                body.AdvanceTo(read.Buffer.End);
                await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "length", $"A message may have {Server.MaxMessageBytes} octets.").ConfigureAwait(false);
                return null;
            }

            if (read.IsCompleted)
            {
                byte[] text = read.Buffer.ToArray();
                body.AdvanceTo(read.Buffer.End);
                return text;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async Task WriteJsonAsync(HttpContext context, ReadOnlyMemory<byte> text)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = text.Length;
        await context.Response.BodyWriter.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Long enough that what waits already is found.</summary>
    private TimeSpan WaitOf(HttpContext context)
    {
        long most = (long)_options.MaxPollWait.TotalMilliseconds;
        return TimeSpan.FromMilliseconds(Math.Max(Math.Min(Number(context, "wait") ?? UsualWait, most), ShortestWait));
    }

    private static string Session(HttpContext context) => context.Request.Query["session"].ToString();

    private static long? Number(HttpContext context, string name) =>
        long.TryParse(context.Request.Query[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
