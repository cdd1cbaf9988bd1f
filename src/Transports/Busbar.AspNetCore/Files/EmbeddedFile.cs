using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Busbar.AspNetCore;

/// <summary>One embedded file, compressed once.</summary>
internal sealed class EmbeddedFile
{
    private const string Policy = "default-src 'self'; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private readonly byte[] _content;
    private readonly byte[] _compressed;
    private readonly string _tag;
    private readonly string _type;
    private readonly bool _isImmutable;

    public EmbeddedFile(Assembly assembly, string resource)
    {
        _content = Read(assembly, resource);
        _compressed = Compress(_content);
        _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(_content).AsSpan(0, 8))}\"";
        _type = TypeOf(resource);
        _isImmutable = resource.Contains("/assets/", StringComparison.Ordinal); // the build puts a hash into their names
    }

    public async Task ServeAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ETag = _tag;
        headers.CacheControl = _isImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = "Accept-Encoding";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(_tag, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        bool compressed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        if (compressed)
            headers.ContentEncoding = "gzip";
        byte[] body = compressed ? _compressed : _content;
        context.Response.ContentType = _type;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static byte[] Read(Assembly assembly, string resource)
    {
        using Stream stream = assembly.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static byte[] Compress(byte[] content)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            gzip.Write(content);
        return compressed.ToArray();
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" or ".mjs" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
