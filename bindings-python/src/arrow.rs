//! Columns of Arrow streams as columns of facts: what is exact is taken, what is not is refused by name.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::types::{
    Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float16Type, Float32Type, Float64Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, ArrowPrimitiveType, Int32Array, RecordBatch};
use arrow_schema::{DataType, Schema, TimeUnit};
use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use qudao::record::{Column, ColumnType};
use qudao::{BatchColumn, CodedDictionary, DiagnosticCode, Instant, JsonPointer, NO_CODE, NO_DAY, NO_I64, NO_I128};

use crate::error::{finding, raise_facts};
use crate::facts::missing_column;
use crate::objects::{FLOATS_HELP, Floats};

/// Rows that are converted at a time: between two such parts Ctrl-C is seen and progress told.
const ROWS: usize = 16_384;
const DAY: i64 = 86_400;

/// Reads an Arrow stream in parts of bounded size.
pub(crate) struct Reader {
    stream: RecordBatchStreamReader,
    batch: Option<RecordBatch>,
    from: usize,
}

impl Reader {
    #[expect(unsafe_code, reason = "the Arrow C stream interface hands over a pointer; the capsule's name states what it points at")]
    pub(crate) fn open(data: &Bound<'_, PyAny>) -> PyResult<Reader> {
        let kind = data.get_type();
        let Ok(export) = data.getattr("__arrow_c_stream__") else {
            let message = format!(
                "an object of type `{}` has no __arrow_c_stream__; hand over a table of pyarrow, polars, pandas or duckdb",
                kind.name()?
            );
            return Err(PyTypeError::new_err(message));
        };
        let capsule = export.call0()?.cast_into::<PyCapsule>()?;
        let pointer = capsule.pointer_checked(Some(c"arrow_array_stream"))?.cast::<FFI_ArrowArrayStream>();
        // SAFETY: a capsule of this name holds an ArrowArrayStream by the PyCapsule interface; it is moved out, which leaves a released one
        let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
        let stream = RecordBatchStreamReader::try_new(stream).map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
        Ok(Reader { stream, batch: None, from: 0 })
    }

    /// The next part, without the interpreter's lock.
    pub(crate) fn next(&mut self, py: Python<'_>) -> PyResult<Option<RecordBatch>> {
        loop {
            if let Some(batch) = &self.batch
                && self.from < batch.num_rows()
            {
                let rows = ROWS.min(batch.num_rows() - self.from);
                let part = batch.slice(self.from, rows);
                self.from += rows;
                return Ok(Some(part));
            }
            match py.detach(|| self.stream.next()) {
                None => return Ok(None),
                Some(Ok(batch)) => {
                    self.batch = Some(batch);
                    self.from = 0;
                }
                Some(Err(error)) => {
                    // an exception raised by the producer, such as KeyboardInterrupt, comes first
                    py.check_signals()?;
                    return Err(PyRuntimeError::new_err(error.to_string()));
                }
            }
        }
    }
}

/// Where a column of a table comes from.
#[derive(Debug)]
pub(crate) enum Origin {
    /// The source's column of this name.
    Column(String),
    /// The same value for all records.
    Constant(serde_json::Value),
}

/// How the columns of a source become the columns of a table.
#[derive(Debug)]
pub(crate) struct TablePlan {
    pub(crate) programme: Arc<qudao::Programme>,
    pub(crate) table: String,
    pub(crate) origins: Option<Vec<(String, Origin)>>,
    pub(crate) floats: Floats,
    pub(crate) dictionaries: Dictionaries,
}

/// A converted column that owns what it needs.
#[derive(Debug)]
pub(crate) enum Converted {
    Absent(usize),
    Constant(String),
    Booleans(Vec<Option<bool>>),
    /// Utf8, LargeUtf8 or Utf8View.
    Texts(ArrayRef),
    OwnTexts(Vec<Option<String>>),
    Coded(Vec<u32>, CodedDictionary),
    /// The same without an absent value.
    PlainCoded(Int32Array, CodedDictionary),
    /// Integers or 64-bit decimals without an absent value.
    Plain64(ArrayRef, u32),
    /// 128-bit decimals without an absent value.
    Plain128(ArrayRef, u32),
    Integers(Vec<i64>),
    Decimals(Vec<i128>, u32),
    Days(Vec<i32>),
    PlainDays(ArrayRef),
}

/// The dictionary that a column came with last: batches of one stream often share it.
type Dictionaries = BTreeMap<String, (ArrayRef, CodedDictionary)>;

impl TablePlan {
    /// The columns of one part; `first_row` is the number of rows before it, for the places of findings.
    pub(crate) fn convert(&mut self, batch: &RecordBatch, first_row: usize) -> PyResult<Vec<(String, Converted)>> {
        let schema = batch.schema();
        let mut dictionaries = std::mem::take(&mut self.dictionaries);
        let converted = self.convert_with(batch, &schema, first_row, &mut dictionaries);
        self.dictionaries = dictionaries;
        converted
    }

    fn convert_with(
        &self,
        batch: &RecordBatch,
        schema: &Schema,
        first_row: usize,
        dictionaries: &mut Dictionaries,
    ) -> PyResult<Vec<(String, Converted)>> {
        match &self.origins {
            None => schema
                .fields()
                .iter()
                .zip(batch.columns())
                .map(|(field, array)| Ok((field.name().clone(), self.column(field.name(), array, first_row, dictionaries)?)))
                .collect(),
            Some(origins) => origins
                .iter()
                .map(|(target, origin)| {
                    let column = match origin {
                        Origin::Constant(value) => constant(value, batch.num_rows()),
                        Origin::Column(source) => {
                            let array =
                                batch.column_by_name(source).ok_or_else(|| raise_facts(missing_column(&self.table, target, source)))?;
                            self.column(target, array, first_row, dictionaries)?
                        }
                    };
                    Ok((target.clone(), column))
                })
                .collect(),
        }
    }

    fn column(&self, name: &str, array: &ArrayRef, first_row: usize, dictionaries: &mut Dictionaries) -> PyResult<Converted> {
        // a table or column that is not known is the core's to report
        let Some(column) = self.programme.kinds().get(&self.table).and_then(|kind| kind.column(name)) else {
            return Ok(Converted::Absent(array.len()));
        };
        if let DataType::Dictionary(_, values) = array.data_type()
            && is_text(values)
            && column.kind != ColumnType::Boolean
            && !array.as_any_dictionary().values().is_empty()
        {
            let (converted, dictionary) = coded(array, dictionaries.get(name));
            dictionaries.insert(name.to_owned(), dictionary);
            return Ok(converted);
        }
        Conversion { table: &self.table, column, array, first_row, floats: self.floats }.convert()
    }
}

fn constant(value: &serde_json::Value, rows: usize) -> Converted {
    match value {
        serde_json::Value::Null => Converted::Absent(rows),
        serde_json::Value::Bool(flag) => Converted::Booleans(vec![Some(*flag); rows]),
        serde_json::Value::String(text) => Converted::Constant(text.clone()),
        other => Converted::Constant(other.to_string()),
    }
}

/// One array on its way to one column.
struct Conversion<'a> {
    table: &'a str,
    column: &'a Column,
    array: &'a ArrayRef,
    first_row: usize,
    floats: Floats,
}

impl Conversion<'_> {
    fn convert(&self) -> PyResult<Converted> {
        let is_number = matches!(self.column.kind, ColumnType::Decimal | ColumnType::Integer);
        let is_date = self.column.kind == ColumnType::Date;
        let is_instant = self.column.kind == ColumnType::Instant;
        match self.array.data_type() {
            DataType::Null => Ok(Converted::Absent(self.array.len())),
            kind if is_text(kind) && self.column.kind != ColumnType::Boolean => Ok(Converted::Texts(Arc::clone(self.array))),
            DataType::Int8 if is_number => Ok(self.integers::<Int8Type>()),
            DataType::Int16 if is_number => Ok(self.integers::<Int16Type>()),
            DataType::Int32 if is_number => Ok(self.integers::<Int32Type>()),
            DataType::Int64 if is_number && self.array.null_count() == 0 => Ok(Converted::Plain64(Arc::clone(self.array), 0)),
            DataType::Int64 if is_number => self.decimals(self.array.as_primitive::<Int64Type>().iter().map(|v| v.map(i128::from)), 0),
            DataType::UInt8 if is_number => Ok(self.integers::<UInt8Type>()),
            DataType::UInt16 if is_number => Ok(self.integers::<UInt16Type>()),
            DataType::UInt32 if is_number => Ok(self.integers::<UInt32Type>()),
            DataType::UInt64 if is_number => self.decimals(self.array.as_primitive::<UInt64Type>().iter().map(|v| v.map(i128::from)), 0),
            DataType::Decimal32(_, scale) if is_number => {
                self.decimals(self.array.as_primitive::<Decimal32Type>().iter().map(|v| v.map(i128::from)), *scale)
            }
            DataType::Decimal64(_, scale) if is_number => {
                self.decimals(self.array.as_primitive::<Decimal64Type>().iter().map(|v| v.map(i128::from)), *scale)
            }
            DataType::Decimal128(_, scale @ 0..) if is_number && self.array.null_count() == 0 => {
                Ok(Converted::Plain128(Arc::clone(self.array), u32::from(scale.unsigned_abs())))
            }
            DataType::Decimal128(_, scale) if is_number => self.decimals(self.array.as_primitive::<Decimal128Type>().iter(), *scale),
            DataType::Decimal256(_, scale) if is_number => {
                let wide = self.array.as_primitive::<Decimal256Type>();
                // beyond 128 bits no amount is read: the sentinel is larger than any and is refused as such
                self.decimals(wide.iter().map(|v| v.map(|v| v.to_i128().unwrap_or(i128::MAX))), *scale)
            }
            DataType::Float16 if is_number => self.floats::<Float16Type>(),
            DataType::Float32 if is_number => self.floats::<Float32Type>(),
            DataType::Float64 if is_number => self.floats::<Float64Type>(),
            DataType::Date32 if is_date && self.array.null_count() == 0 => Ok(Converted::PlainDays(Arc::clone(self.array))),
            DataType::Date32 if is_date => {
                Ok(Converted::Days(self.array.as_primitive::<Date32Type>().iter().map(|day| day.unwrap_or(NO_DAY)).collect()))
            }
            DataType::Date64 if is_date => self
                .days(self.array.as_primitive::<Date64Type>().iter().map(|v| v.map(|v| (v.div_euclid(1_000), v.rem_euclid(1_000) == 0)))),
            DataType::Timestamp(unit, zone) if is_date => {
                let zone = Zone::of(zone.as_deref());
                let local = self.seconds(*unit).map(|value| {
                    value.map(|(seconds, whole)| Ok::<_, PyErr>((seconds + i64::from(zone.minutes(seconds)?) * 60, whole))).transpose()
                });
                self.days(local.collect::<PyResult<Vec<_>>>()?.into_iter())
            }
            DataType::Timestamp(unit, Some(zone)) if is_instant => self.instants(*unit, &Zone::of(Some(zone))),
            DataType::Timestamp(_, None) if is_instant => Err(self.refuse(
                DiagnosticCode::BadInstant,
                None,
                "timestamps without a time zone are no moments".to_owned(),
                "give the column its time zone, such as +08:00",
            )),
            DataType::Boolean if self.column.kind == ColumnType::Boolean => {
                Ok(Converted::Booleans(self.array.as_boolean().iter().collect()))
            }
            other => {
                let message = format!("`{}` does not take the Arrow type {other}", self.column.name);
                Err(self.refuse(DiagnosticCode::WrongType, None, message, "cast the column before handing it over"))
            }
        }
    }

    fn refuse(&self, code: DiagnosticCode, row: Option<usize>, message: String, help: &str) -> PyErr {
        let table = JsonPointer::root().child(self.table);
        let place = match row {
            Some(row) => table.child(self.first_row + row).child(&self.column.name),
            None => table.child(&self.column.name),
        };
        raise_facts(finding(code, place, message, help))
    }

    fn integers<T: ArrowPrimitiveType>(&self) -> Converted
    where
        i64: From<T::Native>,
    {
        let array = self.array.as_primitive::<T>();
        Converted::Integers(match array.null_count() {
            0 => array.values().iter().map(|value| i64::from(*value)).collect(),
            _ => array.iter().map(|value| value.map_or(NO_I64, i64::from)).collect(),
        })
    }

    fn decimals(&self, values: impl Iterator<Item = Option<i128>>, scale: i8) -> PyResult<Converted> {
        if let Ok(scale) = u32::try_from(scale) {
            return Ok(Converted::Decimals(values.map(|value| value.unwrap_or(NO_I128)).collect(), scale));
        }
        let factor = 10i128.checked_pow(u32::from(scale.unsigned_abs()));
        // what does not fit 128 bits is larger than any amount and is refused as such
        let times = |value: i128| factor.and_then(|factor| value.checked_mul(factor)).unwrap_or(i128::MAX);
        let whole = values.map(|value| value.map_or(NO_I128, times));
        Ok(Converted::Decimals(whole.collect(), 0))
    }

    fn floats<T: ArrowPrimitiveType>(&self) -> PyResult<Converted>
    where
        T::Native: std::fmt::Display,
    {
        if self.floats == Floats::Refuse {
            let message = format!("`{}` is a column of binary floating point ({})", self.column.name, self.array.data_type());
            return Err(self.refuse(DiagnosticCode::AmountNotExact, None, message, FLOATS_HELP));
        }
        // Display writes the shortest digits that give the same float, without an exponent
        let shortest = |value: T::Native| match value.to_string() {
            text if text == "NaN" => None,
            text if text == "-0" => Some("0".to_owned()),
            text => Some(text),
        };
        Ok(Converted::OwnTexts(self.array.as_primitive::<T>().iter().map(|value| value.and_then(shortest)).collect()))
    }

    /// Seconds since 1970 and whether nothing was cut off.
    fn seconds(&self, unit: TimeUnit) -> Box<dyn Iterator<Item = Option<(i64, bool)>> + '_> {
        let cut = |per_second: i64| {
            move |value: Option<i64>| value.map(|value| (value.div_euclid(per_second), value.rem_euclid(per_second) == 0))
        };
        match unit {
            TimeUnit::Second => Box::new(self.array.as_primitive::<TimestampSecondType>().iter().map(cut(1))),
            TimeUnit::Millisecond => Box::new(self.array.as_primitive::<TimestampMillisecondType>().iter().map(cut(1_000))),
            TimeUnit::Microsecond => Box::new(self.array.as_primitive::<TimestampMicrosecondType>().iter().map(cut(1_000_000))),
            TimeUnit::Nanosecond => Box::new(self.array.as_primitive::<TimestampNanosecondType>().iter().map(cut(1_000_000_000))),
        }
    }

    fn days(&self, seconds: impl Iterator<Item = Option<(i64, bool)>>) -> PyResult<Converted> {
        let days = seconds.enumerate().map(|(row, value)| {
            let Some((seconds, whole)) = value else { return Ok(NO_DAY) };
            if !whole || seconds.rem_euclid(DAY) != 0 {
                let message = "a timestamp with a time of day is no date".to_owned();
                return Err(self.refuse(DiagnosticCode::BadDate, Some(row), message, "cast the column to a date"));
            }
            let day = i32::try_from(seconds.div_euclid(DAY));
            day.map_err(|_| self.refuse(DiagnosticCode::BadDate, Some(row), "the date is out of range".to_owned(), ""))
        });
        Ok(Converted::Days(days.collect::<PyResult<_>>()?))
    }

    fn instants(&self, unit: TimeUnit, zone: &Zone<'_>) -> PyResult<Converted> {
        let instants = self.seconds(unit).enumerate().map(|(row, value)| {
            let Some((seconds, whole)) = value else { return Ok(None) };
            if !whole {
                let message = "a moment has whole seconds".to_owned();
                return Err(self.refuse(DiagnosticCode::BadInstant, Some(row), message, "truncate the column to seconds"));
            }
            Ok(Some(Instant { seconds, offset: zone.minutes(seconds)? }.to_string()))
        });
        Ok(Converted::OwnTexts(instants.collect::<PyResult<_>>()?))
    }
}

/// The time zone of a column.
enum Zone<'a> {
    /// Minutes east of UTC.
    Fixed(i32),
    /// A name that Python's zoneinfo knows.
    Named(&'a str),
}

impl Zone<'_> {
    fn of(text: Option<&str>) -> Zone<'_> {
        match text {
            None | Some("UTC" | "Etc/UTC" | "Z") => Zone::Fixed(0),
            Some(text) => fixed_offset(text).map_or(Zone::Named(text), Zone::Fixed),
        }
    }

    fn minutes(&self, seconds: i64) -> PyResult<i32> {
        match self {
            Zone::Fixed(minutes) => Ok(*minutes),
            // columns of moments are short (registrations), and the standard library has the one table of time zones
            Zone::Named(name) => Python::attach(|py| {
                let zone = py.import("zoneinfo")?.getattr("ZoneInfo")?.call1((name,))?;
                let moment = py.import("datetime")?.getattr("datetime")?.call_method1("fromtimestamp", (seconds, zone))?;
                let offset = moment.call_method0("utcoffset")?;
                let east = offset.getattr("days")?.extract::<i64>()? * DAY + offset.getattr("seconds")?.extract::<i64>()?;
                Ok(i32::try_from(east.div_euclid(60)).unwrap_or_default())
            }),
        }
    }
}

/// `+08:00`, `-0330`.
fn fixed_offset(text: &str) -> Option<i32> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text.chars().skip(1).filter(|c| *c != ':').collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes: i32 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    Some(sign * (hours.parse::<i32>().ok()? * 60 + minutes))
}

const fn is_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
}

impl Converted {
    /// The column as the core takes it.
    pub(crate) fn borrow(&self) -> BatchColumn<'_> {
        match self {
            // texts fit every type of column, and there is none
            Converted::Absent(rows) => BatchColumn::Texts(vec![None; *rows]),
            Converted::Constant(text) => BatchColumn::Constant(text),
            Converted::Booleans(values) => BatchColumn::Booleans(values.clone()),
            Converted::Texts(array) => BatchColumn::Texts(texts(array)),
            Converted::OwnTexts(texts) => BatchColumn::Texts(texts.iter().map(Option::as_deref).collect()),
            Converted::Coded(codes, dictionary) => BatchColumn::Coded { codes: Cow::Borrowed(codes), dictionary: dictionary.clone() },
            Converted::PlainCoded(keys, dictionary) => {
                // a valid key is a position: not negative, and so the same number without a sign
                let codes = keys.values().inner().typed_data::<u32>();
                BatchColumn::Coded { codes: Cow::Borrowed(codes), dictionary: dictionary.clone() }
            }
            Converted::Plain64(array, scale) => {
                BatchColumn::Decimals64 { mantissas: Cow::Borrowed(array.as_primitive::<Int64Type>().values()), scale: *scale }
            }
            Converted::Plain128(array, scale) => {
                BatchColumn::Decimals { mantissas: Cow::Borrowed(array.as_primitive::<Decimal128Type>().values()), scale: *scale }
            }
            Converted::Integers(values) => BatchColumn::Integers(Cow::Borrowed(values)),
            Converted::Decimals(mantissas, scale) => BatchColumn::Decimals { mantissas: Cow::Borrowed(mantissas), scale: *scale },
            Converted::Days(days) => BatchColumn::Days(Cow::Borrowed(days)),
            Converted::PlainDays(array) => BatchColumn::Days(Cow::Borrowed(array.as_primitive::<Date32Type>().values())),
        }
    }
}

fn texts(array: &ArrayRef) -> Vec<Option<&str>> {
    match array.data_type() {
        DataType::LargeUtf8 => array.as_string::<i64>().iter().collect(),
        DataType::Utf8View => array.as_string_view().iter().collect(),
        _ => array.as_string::<i32>().iter().collect(),
    }
}

fn coded(array: &ArrayRef, known: Option<&(ArrayRef, CodedDictionary)>) -> (Converted, (ArrayRef, CodedDictionary)) {
    let array = array.as_any_dictionary();
    let values = array.values();
    let dictionary = match known {
        // chunks of one table usually share their dictionary, but each arrives as an array of its own
        Some((source, dictionary)) if Arc::ptr_eq(source, values) || source == values => dictionary.clone(),
        _ => CodedDictionary::new(texts(values).into_iter().map(Option::unwrap_or_default)),
    };
    let converted = match array.keys().as_primitive_opt::<Int32Type>() {
        Some(keys) if keys.null_count() == 0 && values.null_count() == 0 => Converted::PlainCoded(keys.clone(), dictionary.clone()),
        _ => {
            let code = |(row, key): (usize, usize)| match u32::try_from(key) {
                Ok(code) if !array.is_null(row) && !values.is_null(key) => code,
                _ => NO_CODE,
            };
            let codes = array.normalized_keys().into_iter().enumerate().map(code).collect();
            Converted::Coded(codes, dictionary.clone())
        }
    };
    (converted, (Arc::clone(values), dictionary))
}
