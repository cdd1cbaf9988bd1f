using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Busbar.Links;
using Busbar.Testing;

namespace Busbar.Modbus.Tests.Security;

/// <summary>Modbus/TCP Security over real TLS: both sides proved, and each request held to what its client's role may.</summary>
public sealed class ModbusSecurityTests : IDisposable
{
    private const int Patience = 60_000;

    private static readonly ModbusRoleRules Rules = new ModbusRoleRules()
        .Allow("Operator", new() { ReadOnly = true })
        .Allow("Operator", new() { Functions = [FunctionCode.WriteSingleRegister, FunctionCode.WriteMultipleRegisters], Table = ModbusTable.HoldingRegisters, Address = 100, Count = 10 })
        .Allow("Ingénieur")
        .Allow(null, new() { Functions = [FunctionCode.ReadInputRegisters], Units = [1], Table = ModbusTable.InputRegisters, Count = 2 });

    private readonly RoleCertificates _certificates = new();
    private readonly RecordingLogger _logger = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _certificates.Dispose();

    [Fact(Timeout = Patience)]
    public async Task Operator_MayReadEverything_AndWriteWhatIsNamed()
    {
        await using ModbusServer server = await ServeAsync(Rules.Allows);
        await using ModbusClient client = await ConnectAsync(server, ModbusSecurity.RoleExtension("Operator"));

        await client.WriteSingleRegisterAsync(1, 109, 7, Token);
        await client.WriteMultipleRegistersAsync(1, 100, new ushort[10], Token);

        Assert.Equal(new bool[2000], await client.ReadCoilsAsync(1, 0, 2000, Token));
        Assert.Equal(new ushort[2], await client.ReadHoldingRegistersAsync(1, 108, 2, Token));
        await RefusedAsync(() => client.WriteSingleRegisterAsync(1, 110, 7, Token));
        await RefusedAsync(() => client.WriteMultipleRegistersAsync(1, 105, new ushort[6], Token)); // one of them beyond
        await RefusedAsync(() => client.WriteMultipleRegistersAsync(1, 99, new ushort[2], Token));
        await RefusedAsync(() => client.WriteSingleCoilAsync(1, 105, true, Token));
        await RefusedAsync(() => client.MaskWriteRegisterAsync(1, 105, 1, 1, Token));
        Assert.Equal((5, 5), (server.Statistics.Unauthorized, server.Statistics.Exceptions));
    }

    [Fact(Timeout = Patience)]
    public async Task RoleWithOtherLetters_MayDoWhatItIsAllowed()
    {
        await using ModbusServer server = await ServeAsync(Rules.Allows);
        await using ModbusClient client = await ConnectAsync(server, ModbusSecurity.RoleExtension("Ingénieur"));

        await client.WriteSingleCoilAsync(1, 0, true, Token);

        Assert.Equal(0, server.Statistics.Unauthorized);
    }

    [Theory(Timeout = Patience)]
    [InlineData(null)]
    [InlineData("operator")]
    [InlineData("Operator ")]
    public async Task NoRole_OrOneThatIsNotNamed_IsNoRight(string? role)
    {
        await using ModbusServer server = await ServeAsync(Rules.Allows);
        await using ModbusClient client = await ConnectAsync(server, role is null ? [] : [ModbusSecurity.RoleExtension(role)]);

        await RefusedAsync(() => client.WriteSingleRegisterAsync(1, 100, 7, Token));
        await RefusedAsync(() => client.ReadInputRegistersAsync(1, 1, new ushort[2], Token));
        if (role is null)
            await client.ReadInputRegistersAsync(1, 0, new ushort[2], Token);
        else
            await RefusedAsync(() => client.ReadInputRegistersAsync(1, 0, new ushort[2], Token));
    }

    [Fact(Timeout = Patience)]
    public async Task ReadAndWrite_MustBeAllowedBoth()
    {
        ModbusRoleRules rules = new ModbusRoleRules().Allow(null, new() { Table = ModbusTable.HoldingRegisters, Address = 10, Count = 10 });
        await using ModbusServer server = await ServeAsync(rules.Allows);
        await using ModbusClient client = await ConnectAsync(server);

        await client.ReadWriteMultipleRegistersAsync(1, 10, 10, 15, new ushort[] { 1 }, Token);

        await RefusedAsync(() => new(client.ReadWriteMultipleRegistersAsync(1, 9, 10, 15, new ushort[] { 1 }, Token).AsTask()));
        await RefusedAsync(() => new(client.ReadWriteMultipleRegistersAsync(1, 10, 10, 20, new ushort[] { 1 }, Token).AsTask()));
        await RefusedAsync(() => new(client.ReportServerIdAsync(1, cancellationToken: Token).AsTask())); // it names no address
    }

    [Fact(Timeout = Patience)]
    public async Task Authorizer_ThatThrows_Refuses_AndIsNamed()
    {
        await using ModbusServer server = await ServeAsync((in _) => throw new InvalidOperationException("oh"));
        await using ModbusClient client = await ConnectAsync(server);

        await RefusedAsync(() => client.ReadInputRegistersAsync(1, 1, new ushort[2], Token));

        Assert.Contains(_logger.Entries, entry => entry.Id.Id == 206);
    }

    [Fact(Timeout = Patience)]
    public async Task Authorizer_SeesTheCertificate_AndWhatIsAsked()
    {
        var seen = new List<string>();
        await using ModbusServer server = await ServeAsync((in request) =>
        {
            seen.Add($"{request.Certificate!.Subject} {request.Role} {request.Unit} {request.Function} {request.IsWrite} {request.TryGetRange(out ModbusTable table, out int address, out int count)} {table} {address} {count}");
            return true;
        });
        await using ModbusClient client = await ConnectAsync(server, ModbusSecurity.RoleExtension("Operator"));

        await client.WriteSingleCoilAsync(1, 5, true, Token);
        await client.ReadDiscreteInputsAsync(1, 7, 9, Token);

        Assert.Equal(["CN=client Operator 1 WriteSingleCoil True True Coils 5 1", "CN=client Operator 1 ReadDiscreteInputs False True DiscreteInputs 7 9"], seen);
    }

    [Fact(Timeout = Patience)]
    public async Task RequestsThatGoOn_AreHeldToTheRules()
    {
        await using var device = new ScriptedPeer();
        await using var toDevice = new ModbusClient(device);
        await using ModbusServer server = await ServeAsync(Rules.Allows);
        server.Route(5, toDevice);
        await using ModbusClient client = await ConnectAsync(server);

        await RefusedAsync(() => client.WriteSingleRegisterAsync(5, 100, 7, Token));

        Assert.Equal(0, device.Attempts);
    }

    [Fact(Timeout = Patience)]
    public async Task ClientWithoutCertificate_OrWithAStrangers_IsNotServed()
    {
        using var strangers = new RoleCertificates();
        using X509Certificate2 strange = strangers.For("client", ModbusSecurity.RoleExtension("Operator"));
        await using ModbusServer server = await ServeAsync(Rules.Allows);
        int port = server.LocalEndPoint!.Port;

        foreach (System.Net.Security.SslClientAuthenticationOptions tls in new[]
        {
            ModbusSecurity.ClientOptions(strange, _certificates.Issuer),
            new() { CertificateChainPolicy = ModbusSecurity.ClientOptions(strange, _certificates.Issuer).CertificateChainPolicy },
        })
        {
            await Assert.ThrowsAnyAsync<IOException>(async () => // at the handshake, or with TLS 1.3 at the first read after it
            {
                await using ModbusClient client = await ModbusClient.ConnectTlsAsync("localhost", port, tls, cancellationToken: Token);
                await client.ReadInputRegistersAsync(1, 0, 1, Token);
            });
        }

        Assert.Equal(0, server.Statistics.Requests);
    }

    [Fact(Timeout = Patience)]
    public async Task ServerThatIsNotTrusted_IsNotAsked()
    {
        using var strangers = new RoleCertificates();
        using X509Certificate2 certificate = _certificates.For("client");
        await using ModbusServer server = await ServeAsync(Rules.Allows);

        await Assert.ThrowsAsync<ConnectException>(() => ModbusClient.ConnectTlsAsync(
            "localhost", server.LocalEndPoint!.Port, ModbusSecurity.ClientOptions(certificate, strangers.Issuer), cancellationToken: Token));
    }

    [Theory]
    [InlineData("0C 08 4F 70 65 72 61 74 6F 72", "Operator")]
    [InlineData("0C 00", "")]
    [InlineData("13 08 4F 70 65 72 61 74 6F 72", null)] // a PrintableString
    [InlineData("0C 08 4F 70", null)]
    [InlineData("0C 01 4F 00", null)]
    [InlineData("0C 01 FF", null)] // not UTF-8
    [InlineData("", null)]
    public void RoleOf_TakesOneUtf8String(string extension, string? role)
    {
        using X509Certificate2 certificate = _certificates.For("client", new X509Extension(new Oid(ModbusSecurity.RoleOid), Hex.Parse(extension), critical: false));

        Assert.Equal(role, ModbusSecurity.RoleOf(certificate));
    }

    [Fact]
    public void WrongRules_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModbusRoleRules().Allow("x", new() { Address = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModbusRoleRules().Allow("x", new() { Count = 0 }));
        Assert.Throws<ArgumentException>(() => ModbusSecurity.RoleExtension(""));
    }

    private static async Task RefusedAsync(Func<ValueTask> request)
    {
        ModbusServerException refused = await Assert.ThrowsAsync<ModbusServerException>(() => request().AsTask());
        Assert.Equal(ModbusExceptionCode.IllegalFunction, refused.ExceptionCode);
    }

    private async Task<ModbusServer> ServeAsync(ModbusAuthorizer authorize)
    {
        var server = new ModbusServer(new() { Authorize = authorize, Logger = _logger });
        server.AddUnit(1);
        await server.ListenTlsAsync(new IPEndPoint(IPAddress.Loopback, 0), ModbusSecurity.ServerOptions(_certificates.For("localhost"), _certificates.Issuer), Token);
        return server;
    }

    private async Task<ModbusClient> ConnectAsync(ModbusServer server, params X509Extension[] extensions) => await ModbusClient.ConnectTlsAsync(
        "localhost",
        server.LocalEndPoint!.Port,
        ModbusSecurity.ClientOptions(_certificates.For("client", extensions), _certificates.Issuer),
        new() { ResponseTimeout = TimeSpan.FromSeconds(30) },
        Token);
}
