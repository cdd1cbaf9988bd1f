using Busbar.Interop.Tests.Peers;

namespace Busbar.Interop.Tests.MessagePack;

/// <summary>msgpack-python and we pack the same values into the same octets, and read each other's.</summary>
public sealed class MessagePackInteropTests
{
    [Fact]
    public async Task WhatPythonPacks_IsReadAndWrittenAsTheSameOctets()
    {
        string[] packed = Lines(await MessagePackPeer.RunAsync("pack"));

        Assert.Equal(68, packed.Length);
        Assert.All(packed, static line => Assert.Equal(line, Transcoder.Transcode(line)));
    }

    [Fact]
    public async Task WhatWeWrite_IsReadAndPackedAsTheSameOctetsByPython()
    {
        string[] ours = [.. Lines(await MessagePackPeer.RunAsync("pack")).Select(Transcoder.Transcode)];
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, ours);

            Assert.Equal(ours, Lines(await MessagePackPeer.RunAsync("repack", file)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
