namespace Busbar.Modbus;

/// <content>What a device is, other protocols inside, and functions of users' own.</content>
public sealed partial class ModbusClient
{
    /// <summary>Reads a device's identification (function 43, type 14) as a stream, with as many requests as the device takes to tell it.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="code">How much of it: <see cref="ReadDeviceIdCode.Basic"/>, <see cref="ReadDeviceIdCode.Regular"/> or <see cref="ReadDeviceIdCode.Extended"/>. A device that has less gives what it has.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <exception cref="ArgumentOutOfRangeException">Unit or code is outside its range.</exception>
    /// <exception cref="ModbusProtocolException">An answer was none, or the stream did not go forward.</exception>
    public ValueTask<ModbusDeviceIdentification> ReadDeviceIdentificationAsync(int unit, ReadDeviceIdCode code = ReadDeviceIdCode.Extended, CancellationToken cancellationToken = default)
    {
        CheckIsAnswered(unit);
        RequestRange.CheckUnit(unit);
        if (code is < ReadDeviceIdCode.Basic or > ReadDeviceIdCode.Extended)
            throw new ArgumentOutOfRangeException(nameof(code), code, "A stream is basic, regular or extended; one object is read with ReadDeviceObjectAsync.");
        return ReadIdentificationAsync(unit, code, cancellationToken);
    }

    /// <summary>Reads one object of a device's identification (function 43, type 14, individual access).</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="id">Which object.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <returns>Its octets, new; 0 to 244.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The unit is outside its range.</exception>
    public ValueTask<byte[]> ReadDeviceObjectAsync(int unit, DeviceObjectId id, CancellationToken cancellationToken = default) =>
        Identify<byte[], DeviceObjectDecoder>(unit, ReadDeviceIdCode.Individual, id, default, cancellationToken);

    /// <summary>Sends a request of another protocol (function 43), CANopen general reference for example, and gives its answer. It is never repeated.</summary>
    /// <param name="unit">The unit identifier, 0 to 255.</param>
    /// <param name="meiType">Which protocol.</param>
    /// <param name="data">What is behind the MEI type, at most 251 octets; copied before the call returns.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <returns>What is behind the MEI type of the answer, new.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The unit or the length of the data is outside its range.</exception>
    public ValueTask<byte[]> SendEncapsulatedAsync(int unit, MeiType meiType, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        CheckIsAnswered(unit);
        RequestRange.CheckUnit(unit);
        RequestRange.CheckLength(data.Length, 0, ModbusLimits.MaxPduLength - EncapsulatedTransport.HeaderLength, nameof(data));
        var transaction = ResultTransaction<byte[], EncapsulatedDecoder>.Rent(default);
        int length = EncapsulatedTransport.Encode(transaction.RequestBuffer, meiType, data.Span);
        Begin(transaction, unit, length, retries: 0, cancellationToken);
        return transaction.Task;
    }

    /// <summary>
    /// Sends a PDU as it is, of a user-defined function for example, and gives that of the answer, which is checked for its function code
    /// alone. It is never repeated.
    /// </summary>
    /// <param name="unit">The unit identifier, 0 to 255; with all units of a line nothing is waited for and the answer is empty.</param>
    /// <param name="pdu">Function code, 1 to 127, and data; 1 to 253 octets, copied before the call returns.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <returns>The PDU of the answer, its function code first; new.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The unit, the function code or the length is outside its range.</exception>
    public ValueTask<byte[]> SendAsync(int unit, ReadOnlyMemory<byte> pdu, CancellationToken cancellationToken = default) =>
        SendRaw<byte[], PduDecoder>(unit, pdu.Span, default, cancellationToken);

    /// <summary>Sends a PDU as it is, and gives that of the answer, allocating nothing; see <see cref="SendAsync(int, ReadOnlyMemory{byte}, CancellationToken)"/>.</summary>
    /// <param name="unit">The unit identifier, 0 to 255; with all units of a line nothing is waited for and the answer is empty.</param>
    /// <param name="pdu">Function code, 1 to 127, and data; 1 to 253 octets, copied before the call returns.</param>
    /// <param name="response">Room for the 253 octets that an answer may have; written when the task is awaited, untouched when it fails.</param>
    /// <param name="cancellationToken">Gives the request up; the connection stays usable.</param>
    /// <returns>Octets of the answer's PDU.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The unit, the function code or a length is outside its range.</exception>
    public ValueTask<int> SendAsync(int unit, ReadOnlyMemory<byte> pdu, Memory<byte> response, CancellationToken cancellationToken = default)
    {
        RequestRange.CheckLength(response.Length, ModbusLimits.MaxPduLength, int.MaxValue, nameof(response));
        return SendRaw<int, PduCopier>(unit, pdu.Span, new PduCopier(response), cancellationToken);
    }

    /// <summary>The same for a request of somebody else, which is repeated as one of this client's would be.</summary>
    internal ValueTask<int> ForwardAsync(byte unit, ReadOnlySpan<byte> pdu, Memory<byte> response)
    {
        var function = (FunctionCode)pdu[0];
        int retries = function switch
        {
            FunctionCode.WriteSingleCoil or FunctionCode.WriteSingleRegister or FunctionCode.WriteMultipleCoils or FunctionCode.WriteMultipleRegisters => Options.WriteRetries,
            (>= FunctionCode.ReadCoils and <= FunctionCode.ReadInputRegisters) or FunctionCode.ReadFileRecord or FunctionCode.ReadFifoQueue => Options.ReadRetries,
            _ => 0,
        };
        return SendRaw<int, PduCopier>(unit, pdu, new PduCopier(response), default, retries);
    }

    private ValueTask<TResult> SendRaw<TResult, TDecoder>(int unit, ReadOnlySpan<byte> pdu, TDecoder decoder, CancellationToken cancellationToken, int retries = 0)
        where TDecoder : struct, IResponseDecoder<TResult>
    {
        RequestRange.CheckUnit(unit);
        RequestRange.CheckLength(pdu.Length, 1, ModbusLimits.MaxPduLength, nameof(pdu));
        if (pdu[0] is 0 or >= ExceptionResponse.Mark)
            throw new ArgumentOutOfRangeException(nameof(pdu), pdu[0], "The function code must be 1 to 127.");
        var transaction = ResultTransaction<TResult, TDecoder>.Rent(decoder);
        transaction.IsRaw = true;
        pdu.CopyTo(transaction.RequestBuffer);
        Begin(transaction, unit, pdu.Length, retries, cancellationToken);
        return transaction.Task;
    }

    private async ValueTask<ModbusDeviceIdentification> ReadIdentificationAsync(int unit, ReadDeviceIdCode code, CancellationToken cancellationToken)
    {
        var objects = new List<ModbusDeviceObject>();
        DeviceObjectId next = DeviceObjectId.VendorName;
        while (true)
        {
            IdentificationPage page = await Identify<IdentificationPage, IdentificationPageDecoder>(
                unit, code, next, new IdentificationPageDecoder(objects), cancellationToken).ConfigureAwait(false);
            if (page.Next is not { } following)
                return new ModbusDeviceIdentification(page.ConformityLevel, objects);
            if (following <= next) // it would never end
                throw new ModbusProtocolException(FunctionCode.EncapsulatedInterfaceTransport, unit, "the next object of a stream must lie behind those that were given");
            next = following;
        }
    }

    private ValueTask<TResult> Identify<TResult, TDecoder>(int unit, ReadDeviceIdCode code, DeviceObjectId id, TDecoder decoder, CancellationToken cancellationToken)
        where TDecoder : struct, IResponseDecoder<TResult>
    {
        CheckIsAnswered(unit);
        RequestRange.CheckUnit(unit);
        var transaction = ResultTransaction<TResult, TDecoder>.Rent(decoder);
        int length = ReadDeviceIdentificationRequest.Encode(transaction.RequestBuffer, code, id);
        Begin(transaction, unit, length, Options.ReadRetries, cancellationToken);
        return transaction.Task;
    }
}
