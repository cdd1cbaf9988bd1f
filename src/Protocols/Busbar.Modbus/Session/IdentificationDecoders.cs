namespace Busbar.Modbus;

/// <summary>One answer of a stream of identification objects, its objects added to those that came before.</summary>
internal readonly struct IdentificationPageDecoder(List<ModbusDeviceObject> objects) : IResponseDecoder<IdentificationPage>
{
    public IdentificationPage Decode(ReadOnlySpan<byte> pdu)
    {
        ReadDeviceIdentificationResponse.TryDecode(pdu, out ReadDeviceIdentificationResponse answer);
        foreach (DeviceObject each in answer)
            objects.Add(new ModbusDeviceObject(each.Id, each.Value.ToArray()));
        return new IdentificationPage(answer.ConformityLevel, answer.MoreFollows ? answer.NextObjectId : null);
    }
}

/// <summary>The octets of the one object asked for, new.</summary>
internal readonly struct DeviceObjectDecoder : IResponseDecoder<byte[]>
{
    public byte[] Decode(ReadOnlySpan<byte> pdu)
    {
        ReadDeviceIdentificationResponse.TryDecode(pdu, out ReadDeviceIdentificationResponse answer);
        foreach (DeviceObject each in answer)
            return each.Value.ToArray();
        return [];
    }
}
