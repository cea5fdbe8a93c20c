/* eslint-disable -- Unedited output of typia 12.2.1's generator; see README.md. */
import * as __typia_transform__validateReport from "typia/lib/internal/_validateReport";
import * as __typia_transform__createStandardSchema from "typia/lib/internal/_createStandardSchema";
import * as __typia_transform__jsonStringifyNumber from "typia/lib/internal/_jsonStringifyNumber";
import * as __typia_transform__jsonStringifyString from "typia/lib/internal/_jsonStringifyString";
export const is = (() => { const _io0 = (input) => "number" === typeof input.number && Number.isFinite(input.number) && ("number" === typeof input.negNumber && Number.isFinite(input.negNumber)) && ("number" === typeof input.maxNumber && Number.isFinite(input.maxNumber)) && "string" === typeof input.string && "string" === typeof input.longString && "boolean" === typeof input.boolean && ("object" === typeof input.deeplyNested && null !== input.deeplyNested && _io1(input.deeplyNested)); const _io1 = (input) => "string" === typeof input.foo && ("number" === typeof input.num && Number.isFinite(input.num)) && "boolean" === typeof input.bool; return (input) => "object" === typeof input && null !== input && _io0(input); })();
export const equals = (() => {
    const _io0 = (input, _exceptionable = true) => "number" === typeof input.number && Number.isFinite(input.number) && ("number" === typeof input.negNumber && Number.isFinite(input.negNumber)) && ("number" === typeof input.maxNumber && Number.isFinite(input.maxNumber)) && "string" === typeof input.string && "string" === typeof input.longString && "boolean" === typeof input.boolean && ("object" === typeof input.deeplyNested && null !== input.deeplyNested && _io1(input.deeplyNested, true && _exceptionable)) && (7 === Object.keys(input).length || Object.keys(input).every((key) => {
        if (["number", "negNumber", "maxNumber", "string", "longString", "boolean", "deeplyNested"].some((prop) => key === prop))
            return true;
        const value = input[key];
        if (undefined === value)
            return true;
        return false;
    }));
    const _io1 = (input, _exceptionable = true) => "string" === typeof input.foo && ("number" === typeof input.num && Number.isFinite(input.num)) && "boolean" === typeof input.bool && (3 === Object.keys(input).length || Object.keys(input).every((key) => {
        if (["foo", "num", "bool"].some((prop) => key === prop))
            return true;
        const value = input[key];
        if (undefined === value)
            return true;
        return false;
    }));
    return (input, _exceptionable = true) => "object" === typeof input && null !== input && _io0(input, true);
})();
export const clone = (() => {
    const _io0 = (input) => "number" === typeof input.number && Number.isFinite(input.number) && ("number" === typeof input.negNumber && Number.isFinite(input.negNumber)) && ("number" === typeof input.maxNumber && Number.isFinite(input.maxNumber)) && "string" === typeof input.string && "string" === typeof input.longString && "boolean" === typeof input.boolean && ("object" === typeof input.deeplyNested && null !== input.deeplyNested && _io1(input.deeplyNested));
    const _io1 = (input) => "string" === typeof input.foo && ("number" === typeof input.num && Number.isFinite(input.num)) && "boolean" === typeof input.bool;
    const _co0 = (input) => ({
        number: input.number,
        negNumber: input.negNumber,
        maxNumber: input.maxNumber,
        string: input.string,
        longString: input.longString,
        boolean: input.boolean,
        deeplyNested: _co1(input.deeplyNested)
    });
    const _co1 = (input) => ({
        foo: input.foo,
        num: input.num,
        bool: input.bool
    });
    const __is = (input) => "object" === typeof input && null !== input && _io0(input);
    const __clone = (input) => _co0(input);
    return (input) => {
        if (!__is(input))
            return null;
        return __clone(input);
    };
})();
export const prune = (() => {
    const _io0 = (input) => "number" === typeof input.number && Number.isFinite(input.number) && ("number" === typeof input.negNumber && Number.isFinite(input.negNumber)) && ("number" === typeof input.maxNumber && Number.isFinite(input.maxNumber)) && "string" === typeof input.string && "string" === typeof input.longString && "boolean" === typeof input.boolean && ("object" === typeof input.deeplyNested && null !== input.deeplyNested && _io1(input.deeplyNested));
    const _io1 = (input) => "string" === typeof input.foo && ("number" === typeof input.num && Number.isFinite(input.num)) && "boolean" === typeof input.bool;
    const _po0 = (input) => {
        if ("object" === typeof input.deeplyNested && null !== input.deeplyNested)
            _po1(input.deeplyNested);
        for (const key of Object.keys(input)) {
            if ("number" === key || "negNumber" === key || "maxNumber" === key || "string" === key || "longString" === key || "boolean" === key || "deeplyNested" === key)
                continue;
            delete input[key];
        }
    };
    const _po1 = (input) => {
        for (const key of Object.keys(input)) {
            if ("foo" === key || "num" === key || "bool" === key)
                continue;
            delete input[key];
        }
    };
    const __is = (input) => "object" === typeof input && null !== input && _io0(input);
    const __prune = (input) => {
        if ("object" === typeof input && null !== input)
            _po0(input);
    };
    return (input) => {
        if (false == __is(input))
            return false;
        __prune(input);
        return true;
    };
})();
export const validate = (() => {
    const _io0 = (input) => "number" === typeof input.number && Number.isFinite(input.number) && ("number" === typeof input.negNumber && Number.isFinite(input.negNumber)) && ("number" === typeof input.maxNumber && Number.isFinite(input.maxNumber)) && "string" === typeof input.string && "string" === typeof input.longString && "boolean" === typeof input.boolean && ("object" === typeof input.deeplyNested && null !== input.deeplyNested && _io1(input.deeplyNested));
    const _io1 = (input) => "string" === typeof input.foo && ("number" === typeof input.num && Number.isFinite(input.num)) && "boolean" === typeof input.bool;
    const _vo0 = (input, _path, _exceptionable = true) => ["number" === typeof input.number && Number.isFinite(input.number) || _report(_exceptionable, {
            path: _path + ".number",
            expected: "number",
            value: input.number
        }), "number" === typeof input.negNumber && Number.isFinite(input.negNumber) || _report(_exceptionable, {
            path: _path + ".negNumber",
            expected: "number",
            value: input.negNumber
        }), "number" === typeof input.maxNumber && Number.isFinite(input.maxNumber) || _report(_exceptionable, {
            path: _path + ".maxNumber",
            expected: "number",
            value: input.maxNumber
        }), "string" === typeof input.string || _report(_exceptionable, {
            path: _path + ".string",
            expected: "string",
            value: input.string
        }), "string" === typeof input.longString || _report(_exceptionable, {
            path: _path + ".longString",
            expected: "string",
            value: input.longString
        }), "boolean" === typeof input.boolean || _report(_exceptionable, {
            path: _path + ".boolean",
            expected: "boolean",
            value: input.boolean
        }), ("object" === typeof input.deeplyNested && null !== input.deeplyNested || _report(_exceptionable, {
            path: _path + ".deeplyNested",
            expected: "__type",
            value: input.deeplyNested
        })) && _vo1(input.deeplyNested, _path + ".deeplyNested", true && _exceptionable) || _report(_exceptionable, {
            path: _path + ".deeplyNested",
            expected: "__type",
            value: input.deeplyNested
        })].every((flag) => flag);
    const _vo1 = (input, _path, _exceptionable = true) => ["string" === typeof input.foo || _report(_exceptionable, {
            path: _path + ".foo",
            expected: "string",
            value: input.foo
        }), "number" === typeof input.num && Number.isFinite(input.num) || _report(_exceptionable, {
            path: _path + ".num",
            expected: "number",
            value: input.num
        }), "boolean" === typeof input.bool || _report(_exceptionable, {
            path: _path + ".bool",
            expected: "boolean",
            value: input.bool
        })].every((flag) => flag);
    const __is = (input) => "object" === typeof input && null !== input && _io0(input);
    let errors;
    let _report;
    return __typia_transform__createStandardSchema._createStandardSchema((input) => {
        if (false === __is(input)) {
            errors = [];
            _report = __typia_transform__validateReport._validateReport(errors);
            ((input, _path, _exceptionable = true) => ("object" === typeof input && null !== input || _report(true, {
                path: _path + "",
                expected: "Orders",
                value: input
            })) && _vo0(input, _path + "", true) || _report(true, {
                path: _path + "",
                expected: "Orders",
                value: input
            }))(input, "$input", true);
            const success = 0 === errors.length;
            return success ? {
                success,
                data: input
            } : {
                success,
                errors,
                data: input
            };
        }
        return {
            success: true,
            data: input
        };
    });
})();
export const stringify = (() => { const _so0 = (input) => `{"number":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.number))},"negNumber":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.negNumber))},"maxNumber":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.maxNumber))},"string":${__typia_transform__jsonStringifyString._jsonStringifyString(input.string)},"longString":${__typia_transform__jsonStringifyString._jsonStringifyString(input.longString)},"boolean":${String(input.boolean)},"deeplyNested":${_so1(input.deeplyNested)}}`; const _so1 = (input) => `{"foo":${__typia_transform__jsonStringifyString._jsonStringifyString(input.foo)},"num":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.num))},"bool":${String(input.bool)}}`; const _io1 = (input) => "string" === typeof input.foo && "number" === typeof input.num && "boolean" === typeof input.bool; return (input) => _so0(input); })();
