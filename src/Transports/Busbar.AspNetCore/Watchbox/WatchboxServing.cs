using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Busbar.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Busbar.AspNetCore;

/// <summary>The requests of Watchbox: <c>/watchbox.TYPE.wb</c>, form fields in, one of nine codes or a message out.</summary>
internal sealed class WatchboxServing
{
    private const string CookieName = "__wb.client";
    private const int MaxLogged = 1000; // characters of a client's line

    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(0.5);

    private readonly BrokerServer _server;
    private readonly WatchboxOptions _options;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, WatchboxClient> _clients = new(StringComparer.Ordinal);
    private readonly ITimer _sweep;

    public WatchboxServing(BrokerServer server, WatchboxOptions options, IServiceProvider services)
    {
        _server = server;
        _options = options;
        _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Busbar.AspNetCore.Watchbox");
        using (ExecutionContext.SuppressFlow())
            _sweep = server.TimeProvider.CreateTimer(static serving => ((WatchboxServing)serving!).Sweep(), this, SweepPeriod, SweepPeriod);
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(_sweep.Dispose);
    }

    public async Task ServeAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!OriginPolicy.Allows(context.Request, _options.AllowedOrigins))
        {
            await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "Pages of this origin are not let in.").ConfigureAwait(false);
            return;
        }

        string type = (string)context.Request.RouteValues["type"]!;
        if (type is not ("register" or "join" or "brdcst" or "get" or "server"))
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such request of Watchbox.").ConfigureAwait(false);
            return;
        }

        if (await FieldsAsync(context).ConfigureAwait(false) is not { } fields)
            return;
        WatchboxClient? client = Find(context);
        client?.Touch();
        if (type == "register")
            await RegisterAsync(context, client).ConfigureAwait(false);
        else if (client is null)
            await ReplyAsync(context, WatchboxCode.NotRegistered).ConfigureAwait(false);
        else
            await ServeAsync(context, type, client, fields).ConfigureAwait(false);
    }

    private static Task ReplyAsync(HttpContext context, string code) => ReplyAsync(context, Encoding.ASCII.GetBytes(code));

    private static Task ReplyAsync(HttpContext context, byte[] text)
    {
        context.Response.ContentType = "text/html; charset=utf-8"; // as it was; no page reads it, and nosniff keeps a browser from rendering what is none
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.ContentLength = text.Length;
        return context.Response.Body.WriteAsync(text, context.RequestAborted).AsTask();
    }

    private async Task ServeAsync(HttpContext context, string type, WatchboxClient client, IFormCollection fields)
    {
        bool needsGroup = type != "server";
        string group = fields["group"].ToString();
        string text = fields["text"].ToString();
        if ((needsGroup && group.Length == 0) || (type is "brdcst" or "server" && text.Length == 0))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, $"{(needsGroup && group.Length == 0 ? "group" : "text")} is missing.").ConfigureAwait(false);
            return;
        }

        switch (type)
        {
            case "join":
                await FinishAsync(context, await client.JoinAsync(group, context.RequestAborted).ConfigureAwait(false), WatchboxCode.Joined).ConfigureAwait(false);
                break;
            case "get" when client.IsIn(group):
                await (client.Take(group) is { } message ? ReplyAsync(context, message) : ReplyAsync(context, WatchboxCode.NothingWaits)).ConfigureAwait(false);
                break;
            case "get":
                await ReplyAsync(context, WatchboxCode.NotInGroup).ConfigureAwait(false);
                break;
            default:
                await ServeValueAsync(context, client, type == "brdcst" ? group : null, text).ConfigureAwait(false);
                break;
        }
    }

    private async Task ServeValueAsync(HttpContext context, WatchboxClient client, string? group, string text)
    {
        if (JsonOf(text) is not { } json)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "text must be JSON, percent-encoded.").ConfigureAwait(false);
            return;
        }

        if (_options.LoggingLevel >= 3)
            _logger.WatchboxMessage(group ?? WatchboxGroup.OfServer, json.Length);
        if (group == WatchboxGroup.OfServer)
        {
            await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "The group of the server is the server's alone.").ConfigureAwait(false);
        }
        else if (group is not null)
        {
            await FinishAsync(context, await client.PublishAsync(group, json, context.RequestAborted).ConfigureAwait(false), WatchboxCode.Published).ConfigureAwait(false);
        }
        else if (LineOf(json) is { } line)
        {
            if (_options is { ClientLogging: true, LoggingLevel: > 0 })
                _logger.WatchboxLine(line.Application, line.Text);
            await ReplyAsync(context, _options.ClientLogging ? WatchboxCode.Received : WatchboxCode.Rejected).ConfigureAwait(false);
        }
        else
        {
            string? error = await client.SendAsync(json, context.RequestAborted).ConfigureAwait(false);
            if (error == "no-handler")
                await ReplyAsync(context, WatchboxCode.NobodyListens).ConfigureAwait(false);
            else
                await FinishAsync(context, error, WatchboxCode.Received).ConfigureAwait(false);
        }
    }

    private static Task FinishAsync(HttpContext context, string? error, string code) => error switch
    {
        null => ReplyAsync(context, code),
        "closed" => ReplyAsync(context, WatchboxCode.NotRegistered),
        "forbidden" => Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "The server's rules do not let this client do that."),
        "rate" or "too-many" => Problem.WriteAsync(context, StatusCodes.Status429TooManyRequests, "That is more than a client may do."),
        "too-large" => Problem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "The message is too long."),
        _ => Problem.WriteAsync(context, StatusCodes.Status400BadRequest, $"The broker refused it: {error}."),
    };

    private async Task RegisterAsync(HttpContext context, WatchboxClient? known)
    {
        if (known is null && await BeginAsync(context).ConfigureAwait(false) is not null)
            return;
        await ReplyAsync(context, WatchboxCode.Registered).ConfigureAwait(false);
    }

    /// <returns>Null when there is a client; otherwise what was answered.</returns>
    private async Task<string?> BeginAsync(HttpContext context)
    {
        var request = new ConnectRequest { Key = context.Request.Headers["X-Api-Key"], User = context.User };
        SessionOpening opening = await _server.OpenSessionAsync("{\"type\":\"hello\"}"u8.ToArray(), request, context.RequestAborted).ConfigureAwait(false);
        if (opening.Status != SessionOpeningStatus.Opened)
        {
            int status = opening.Status == SessionOpeningStatus.Full ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status401Unauthorized;
            await Problem.WriteAsync(context, status, opening.Fault!).ConfigureAwait(false);
            return opening.Fault;
        }

        string session = SessionOf(opening.Welcome);
        var client = new WatchboxClient(_options, _server.TimeProvider);
        if (_server.TryAttach(session, 0, client) is not { } connection || _server.TryGetPosts(session) is not { } posts)
        {
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The server stops.").ConfigureAwait(false);
            return "stops";
        }

        client.Begin(connection, posts);
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _clients[id] = client;
        context.Response.Cookies.Append(CookieName, id, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/" });
        if (_options.LoggingLevel >= 2)
            _logger.WatchboxRegistered(_clients.Count);
        return null;
    }

    private static string SessionOf(ReadOnlyMemory<byte> welcome)
    {
        using JsonDocument document = JsonDocument.Parse(welcome);
        return document.RootElement.GetProperty("session"u8).GetString()!;
    }

    private WatchboxClient? Find(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { } id || !_clients.TryGetValue(id, out WatchboxClient? client))
            return null;
        if (!client.HasEnded)
            return client;
        _clients.TryRemove(id, out _);
        return null;
    }

    private async Task<IFormCollection?> FieldsAsync(HttpContext context)
    {
        if (context.Request.ContentLength > 4L * _server.MaxMessageBytes)
        {
            await Problem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "The message is too long.").ConfigureAwait(false);
            return null;
        }

        if (!context.Request.HasFormContentType)
            return FormCollection.Empty;
        try
        {
            // Percent-encoded twice, an octet takes nine characters at most.
            var form = new Microsoft.AspNetCore.Http.Features.FormOptions { ValueLengthLimit = 9 * _server.MaxMessageBytes, ValueCountLimit = 16, KeyLengthLimit = 64 };
            return await context.Request.ReadFormAsync(form, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "The form cannot be read.").ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>Decoded once by the form, a second time here, because Watchbox's pages encode twice.</summary>
    private static byte[]? JsonOf(string text)
    {
        foreach (string candidate in (string[])[Uri.UnescapeDataString(text), text])
        {
            byte[] octets = Encoding.UTF8.GetBytes(candidate);
            try
            {
                var reader = new Utf8JsonReader(octets);
                if (reader.Read() && reader.TrySkip() && !reader.Read())
                    return octets;
            }
            catch (JsonException)
            {
                // The next is tried.
            }
        }

        return null;
    }

    /// <summary>A client's line for the log: <c>["_log_", application, text]</c>.</summary>
    private static (string Application, string Text)? LineOf(byte[] json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() != 3 || root[0].ValueKind != JsonValueKind.String || !root[0].ValueEquals("_log_"u8))
            return null;
        return (Readable(root[1]), Readable(root[2]));
    }

    /// <summary>Without what would make lines of its own in a log.</summary>
    private static string Readable(JsonElement element)
    {
        string text = element.ToString();
        var readable = new StringBuilder(Math.Min(text.Length, MaxLogged));
        foreach (char character in text.AsSpan(0, Math.Min(text.Length, MaxLogged)))
            readable.Append(char.IsControl(character) ? ' ' : character);
        return readable.ToString();
    }

    /// <summary>By a timer, so that nothing may be thrown: one page that cannot be ended harms no other.</summary>
    private void Sweep()
    {
        foreach ((string id, WatchboxClient client) in _clients)
        {
            try
            {
                Sweep(id, client);
            }
            catch (Exception exception)
            {
                _clients.TryRemove(id, out _);
                if (_options.LoggingLevel >= 1)
                    _logger.PageFailed(exception);
            }
        }
    }

    private void Sweep(string id, WatchboxClient client)
    {
        if (!client.HasEnded && client.Silence <= _options.Timeout)
        {
            client.Tick();
            return;
        }

        _clients.TryRemove(id, out _);
        if (client.HasEnded)
            return;
        if (_options.LoggingLevel >= 2)
            _logger.WatchboxTimedOut(client.Silence.TotalSeconds);
        client.TimeOut();
    }
}
