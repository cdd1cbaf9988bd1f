using Microsoft.AspNetCore.Http;

namespace Busbar.AspNetCore;

/// <summary>Which pages may connect: a browser lets any page open a WebSocket to anywhere, so the server has to ask.</summary>
internal static class OriginPolicy
{
    public static bool Allows(HttpRequest request, IList<string> allowed)
    {
        if (request.Headers.Origin.Count == 0)
            return true; // no browser
        string origin = request.Headers.Origin.ToString();
        foreach (string candidate in allowed)
        {
            if (candidate == "*" || string.Equals(candidate.TrimEnd('/'), origin, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        // The scheme is not compared: behind a proxy that ends TLS the page's is https and the request's http.
        return Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
            && uri.Scheme is "http" or "https"
            && string.Equals(uri.IsDefaultPort ? uri.Host : uri.Authority, HostOf(request, uri), StringComparison.OrdinalIgnoreCase);
    }

    private static string HostOf(HttpRequest request, Uri origin)
    {
        HostString host = request.Host;
        int defaultPort = origin.Scheme == Uri.UriSchemeHttps ? 443 : 80;
        return host.Port == defaultPort ? host.Host : host.Value ?? "";
    }
}
