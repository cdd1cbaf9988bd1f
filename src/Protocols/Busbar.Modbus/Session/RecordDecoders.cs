namespace Busbar.Modbus;

/// <summary>The registers of a queue, new.</summary>
internal readonly struct FifoDecoder : IResponseDecoder<ushort[]>
{
    public ushort[] Decode(ReadOnlySpan<byte> pdu)
    {
        ReadFifoQueueResponse.TryDecode(pdu, out ReadFifoQueueResponse answer);
        ushort[] registers = new ushort[answer.Count];
        answer.CopyTo(registers);
        return registers;
    }
}

/// <summary>The registers of a queue into the caller's memory, which holds as many as there can be.</summary>
internal readonly struct FifoCopier(Memory<ushort> destination) : IResponseDecoder<int>
{
    public int Decode(ReadOnlySpan<byte> pdu)
    {
        ReadFifoQueueResponse.TryDecode(pdu, out ReadFifoQueueResponse answer);
        answer.CopyTo(destination.Span[..answer.Count]);
        return answer.Count;
    }
}

/// <summary>The registers of all groups one behind the other into the caller's memory, which holds them all.</summary>
internal readonly struct FileCopier(Memory<ushort> destination) : IResponseDecoder<int>
{
    public int Decode(ReadOnlySpan<byte> pdu)
    {
        ReadFileRecordResponse.TryDecode(pdu, out ReadFileRecordResponse answer);
        int count = 0;
        foreach (ReadOnlySpan<byte> octets in answer)
        {
            Registers.Decode(octets, destination.Span.Slice(count, octets.Length / 2));
            count += octets.Length / 2;
        }

        return count;
    }
}

/// <summary>The registers of the one group asked for, new.</summary>
internal readonly struct FileDecoder : IResponseDecoder<ushort[]>
{
    public ushort[] Decode(ReadOnlySpan<byte> pdu)
    {
        ushort[] registers = new ushort[(pdu[1] - ReadFileRecordResponse.GroupHeaderLength) / 2];
        new FileCopier(registers).Decode(pdu);
        return registers;
    }
}

/// <summary>The registers of each group, new.</summary>
internal readonly struct FileGroupsDecoder : IResponseDecoder<ushort[][]>
{
    public ushort[][] Decode(ReadOnlySpan<byte> pdu)
    {
        var groups = new List<ushort[]>();
        ReadFileRecordResponse.TryDecode(pdu, out ReadFileRecordResponse answer);
        foreach (ReadOnlySpan<byte> octets in answer)
        {
            ushort[] registers = new ushort[octets.Length / 2];
            Registers.Decode(octets, registers);
            groups.Add(registers);
        }

        return [.. groups];
    }
}
