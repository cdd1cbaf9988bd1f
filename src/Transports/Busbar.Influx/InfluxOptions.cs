using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Busbar.Influx;

/// <summary>
/// Where an <see cref="InfluxWriter"/> writes and how. <see cref="Database"/> alone means a server of version 1, <see cref="Bucket"/>
/// one of version 2. Copied and checked when the writer is made.
/// </summary>
public sealed record InfluxOptions
{
    /// <summary>The server, http or https, with a path when a proxy puts one before it. No credentials in it. Default <c>http://127.0.0.1:8086</c>.</summary>
    public Uri Url { get; set; } = new("http://127.0.0.1:8086");

    /// <summary>Version 1: the database. Exactly one of this and <see cref="Bucket"/> is needed.</summary>
    public string? Database { get; set; }

    /// <summary>Version 1: the retention policy; null is the database's default one.</summary>
    public string? RetentionPolicy { get; set; }

    /// <summary>Version 1: who writes; null when the server asks for nobody.</summary>
    public string? UserName { get; set; }

    /// <summary>Version 1: the password of <see cref="UserName"/>. Never logged.</summary>
    public string? Password { get; set; }

    /// <summary>Version 1: whether the database is created when the server says that there is none. Default true.</summary>
    public bool CreateDatabase { get; set; } = true;

    /// <summary>Version 2: the bucket. Exactly one of this and <see cref="Database"/> is needed.</summary>
    public string? Bucket { get; set; }

    /// <summary>Version 2: the organization, by name or id; null when the server knows none.</summary>
    public string? Organization { get; set; }

    /// <summary>Version 2: the token; null when the server asks for none. Never logged.</summary>
    public string? Token { get; set; }

    /// <summary>The unit of the timestamps sent. Default nanoseconds.</summary>
    public TimestampPrecision Precision { get; set; } = TimestampPrecision.Nanoseconds;

    /// <summary>How many samples make a batch. 1 to 1,000,000, default 5,000.</summary>
    public int BatchCount { get; set; } = 5_000;

    /// <summary>How many octets of line protocol one request carries about, before compression. At least 1,024, default 4 MiB.</summary>
    public int MaxRequestBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long a sample waits at most for its batch to fill. Greater than zero, default 1 s.</summary>
    public TimeSpan BatchAge { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many samples may wait; beyond it the oldest is dropped and counted. At least <see cref="BatchCount"/>, default 1,000,000 (32 MB when all of it is needed).</summary>
    public int QueueCapacity { get; set; } = 1_000_000;

    /// <summary>Whether requests are compressed with gzip. Default false: on a local network the processor costs more than the wire.</summary>
    public bool Compress { get; set; }

    /// <summary>How long one request may take. Greater than zero, default 10 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The delay before the first retry; it doubles with each further one. Greater than zero, default 500 ms.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest delay before a retry, unless the server asks for more with Retry-After (heeded up to one hour). At least <see cref="RetryDelay"/>, default 30 s.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one batch is retried before it is given up and counted as lost. Greater than zero, default without end: then only the bound of the queue loses samples.</summary>
    public TimeSpan GiveUpAfter { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>How long <see cref="InfluxWriter.DisposeAsync"/> tries to deliver what waits. Zero or more, default 5 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Seeds the jitter of the delays, for tests; null is random.</summary>
    public int? Seed { get; set; }

    /// <summary>What sends the requests, lent: the writer never disposes it. Null: sockets of the writer's own.</summary>
    public HttpMessageHandler? Handler { get; set; }

    /// <summary>The clock of batches, delays and timeouts.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where failures and recoveries are named.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Where it writes, for people: no credentials.</summary>
    public override string ToString() =>
        $"{Url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)} {(Bucket is null ? $"database {Database}" : $"bucket {Bucket}")}";

    internal InfluxVersion Version => Bucket is null ? InfluxVersion.V1 : InfluxVersion.V2;

    internal InfluxOptions Validated()
    {
        ArgumentNullException.ThrowIfNull(Url);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(Logger);
        if (!Url.IsAbsoluteUri || (Url.Scheme != Uri.UriSchemeHttp && Url.Scheme != Uri.UriSchemeHttps))
            throw new ArgumentException("The URL must be absolute, of http or https.", nameof(Url));
        if (Url.UserInfo.Length > 0 || Url.Query.Length > 0)
            throw new ArgumentException("Credentials and queries do not belong into the URL: use UserName and Password, or Token.", nameof(Url));
        if (string.IsNullOrEmpty(Database) == string.IsNullOrEmpty(Bucket))
            throw new ArgumentException("Either Database (version 1) or Bucket (version 2) must be given.", nameof(Database));
        if (Bucket is null && (Token is not null || Organization is not null))
            throw new ArgumentException("Token and Organization belong to version 2, which needs Bucket.", nameof(Bucket));
        if (Bucket is not null && (UserName is not null || Password is not null || RetentionPolicy is not null))
            throw new ArgumentException("UserName, Password and RetentionPolicy belong to version 1, which needs Database.", nameof(Database));

        ArgumentOutOfRangeException.ThrowIfLessThan(BatchCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchCount, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRequestBytes, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(BatchAge, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueCapacity, BatchCount);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RequestTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRetryDelay, RetryDelay);
        if (GiveUpAfter != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(GiveUpAfter, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(DrainTimeout, TimeSpan.Zero);
        return this with { Database = string.IsNullOrEmpty(Database) ? null : Database, Bucket = string.IsNullOrEmpty(Bucket) ? null : Bucket };
    }
}
